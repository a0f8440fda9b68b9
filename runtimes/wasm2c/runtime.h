// What the host of a wasm2c module provides to runtime.c.
#ifndef BENCH_WASM2C_RUNTIME_H
#define BENCH_WASM2C_RUNTIME_H

#include <stdnoreturn.h>

// Ends the guest; must not return to it. A program prints and exits, a library would longjmp to its own call.
noreturn void host_trap(const char *reason);

// Ends the guest at its own wish; must not return to it either.
noreturn void host_exit(int code);

#endif
