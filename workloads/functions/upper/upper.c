#include "function.h"

void observe(void)
{
    observe_tag(0x33);
}

void handle(uint8_t tag, uint8_t *data, size_t size)
{
    (void)tag;
    for (size_t i = 0; i < size; i++)
        if (data[i] >= 'a' && data[i] <= 'z')
            data[i] -= 'a' - 'A';
    reply(0x34, data, size);
}
