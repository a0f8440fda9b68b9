// WASI preview 1 for one program without directories: arguments, environment, clocks, random bytes, the three standard streams.
// wasm2c names an import w2c_<module>_<function> and passes the module's instance, of this struct type, first.
#ifndef BENCH_WASM2C_WASI_H
#define BENCH_WASM2C_WASI_H

#include <stdbool.h>
#include <stdint.h>

#include "wasm-rt.h"

struct w2c_wasi__snapshot__preview1 {
    wasm_rt_memory_t *memory;
    char **arguments;    // ends with NULL, like argv
    char **environment;  // likewise
    bool closed[3];      // standard streams that the guest has closed
};

typedef struct w2c_wasi__snapshot__preview1 Wasi;

#define WASI(function) w2c_wasi__snapshot__preview1_##function

#endif
