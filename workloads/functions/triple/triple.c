#include "varfloat.h"

void observe(void)
{
    observe_tag(0x33);
}

void handle(uint8_t tag, uint8_t *data, size_t size)
{
    (void)tag;
    varfloat_reply(0x34, 3 * varfloat_read(data, size), size);
}
