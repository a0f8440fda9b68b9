// wasi_ephemeral_nn of a guest: each function is handed to the process that loaded the library, under its index.
// Bench.Inference holds the functions in the same order: NnFunction.All.
#ifndef BENCH_WASM2C_NN_H
#define BENCH_WASM2C_NN_H

#include <stdint.h>

// Returns an nn_errno, or -1 to end the guest's call. Must not jump over its caller.
typedef int64_t (*NnCall)(void *owner, uint32_t function, const uint32_t *arguments);

struct w2c_wasi__ephemeral__nn {
    NnCall call;
    void *owner;
};

typedef struct w2c_wasi__ephemeral__nn Nn;

#define NN(function) w2c_wasi__ephemeral__nn_##function

#endif
