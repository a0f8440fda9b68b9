// One wasm2c module with YoMo's guest ABI 2 as a shared library: what the process that loads it calls, and is called by.
// Bench.Wasm/Wasm2c holds the same declarations for .NET.
#ifndef BENCH_WASM2C_LIBRARY_H
#define BENCH_WASM2C_LIBRARY_H

#include <stdint.h>

#include "nn.h"

// Each gets the owner that guest_new was given, and returns -1 to end the guest's call. None may jump over its caller.
typedef struct {
    int64_t (*observe_tag)(void *owner, uint32_t tag);
    int64_t (*tag)(void *owner);
    int64_t (*size)(void *owner);
    int64_t (*data)(void *owner, uint32_t to, uint32_t limit);
    int64_t (*write)(void *owner, uint32_t tag, uint32_t from, uint32_t length);
    NnCall nn;
} Callbacks;

enum { CALL_INITIALIZE, CALL_INIT, CALL_OBSERVE, CALL_HANDLER };

typedef struct Guest Guest;

// NULL when memory ran out or the module does not start; then *reason says why.
Guest *guest_new(const Callbacks *callbacks, void *owner, uint32_t memory_pages, const char **reason);

// NULL, or why the call ended early: then the guest can only be freed.
const char *guest_call(Guest *guest, int function, int32_t *result);

uint8_t *guest_memory(Guest *guest, uint64_t *size);

// From any thread: the call under way, or the next one, ends at its next jump.
void guest_stop(Guest *guest);

void guest_free(Guest *guest);

#endif
