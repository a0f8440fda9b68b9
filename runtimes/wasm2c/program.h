// One wasm2c module with a _start as a shared library, for a process that gives it wasi_ephemeral_nn; the rest of WASI is the
// process's own streams, as in main.c. Bench.Wasm/Wasm2c holds the same declarations for .NET.
#ifndef BENCH_WASM2C_PROGRAM_H
#define BENCH_WASM2C_PROGRAM_H

#include "nn.h"

// Both end with NULL. Once a process: the module's data is not what it was.
// Returns the exit code, or -1 after a trap; then *trap says which.
int64_t program_run(char **arguments, char **environment, NnCall nn, void *owner, const char **trap);

// For the callback, while the program runs.
uint8_t *program_memory(uint64_t *size);

#endif
