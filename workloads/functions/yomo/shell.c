/* A function as a guest of YoMo (guest ABI 2): a module without a main, whose memory holds the message. Without WASI, unless the
   function needs a C library. */
#include "function.h"

#define IMPORT(name) __attribute__((import_module("env"), import_name(#name)))
#define EXPORT(name) __attribute__((export_name(#name)))

IMPORT(yomo_observe_datatag) void yomo_observe_datatag(uint32_t tag);
IMPORT(yomo_context_tag) uint32_t yomo_context_tag(void);
IMPORT(yomo_context_data_size) uint32_t yomo_context_data_size(void);
IMPORT(yomo_context_data) uint32_t yomo_context_data(uint8_t *to, uint32_t limit);
IMPORT(yomo_write) uint32_t yomo_write(uint32_t tag, const uint8_t *data, uint32_t size);

#ifdef __wasi__
#include <stdlib.h>

/* A C library has the rest of the memory: it is asked for room, which is kept for the next message. */
static uint8_t *room_for(uint32_t size)
{
    static uint8_t *room;
    static uint32_t held;
    if (size > held) {
        free(room);
        held = 0;
        room = malloc(size);
        if (room == NULL)
            return NULL;
        held = size;
    }
    return room;
}
#else
enum { PAGE = 65536 };

/* Set by the linker behind everything else: from here to the end of the memory the message is put. */
extern uint8_t __heap_base;

static uint8_t *room_for(uint32_t size)
{
    uint8_t *data = &__heap_base;
    uint32_t room = __builtin_wasm_memory_size(0) * PAGE - (uint32_t)data;
    return size > room && __builtin_wasm_memory_grow(0, (size - room + PAGE - 1) / PAGE) == (size_t)-1 ? NULL : data;
}
#endif

void observe_tag(uint8_t tag)
{
    yomo_observe_datatag(tag);
}

void reply(uint8_t tag, const uint8_t *data, size_t size)
{
    if (yomo_write(tag, data, size) != 0)
        fail("the host refused a reply");
}

void fail(const char *reason)
{
    (void)reason; /* the ABI has no word for it */
    __builtin_trap();
}

EXPORT(yomo_observe_datatags) void yomo_observe_datatags(void)
{
    observe();
}

EXPORT(yomo_handler) void yomo_handler(void)
{
    uint32_t size = yomo_context_data_size();
    uint8_t *data = room_for(size);
    if (size > 0 && data == NULL)
        fail("no memory for the message");
    if (size > 0 && yomo_context_data(data, size) != size)
        fail("the host did not hand the message over");
    handle((uint8_t)yomo_context_tag(), data, size);
}
