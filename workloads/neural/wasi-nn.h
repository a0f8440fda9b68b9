/* The host's inference library through wasi-nn's witx interface; load_by_name is of its later version, unload is WasmEdge's.
   Every function answers with an error, 0 for none. runtimes/Bench.Inference/README.md says which. */
#ifndef WASI_NN_H
#define WASI_NN_H

#include <stdint.h>

enum { NN_F32 = 1 };

typedef struct {
    const uint32_t *dimensions;
    uint32_t rank;
    uint8_t type;
    const void *data;
    uint32_t bytes;
} nn_tensor;

#define NN_IMPORT(name) __attribute__((import_module("wasi_ephemeral_nn"), import_name(#name))) extern uint32_t nn_##name

NN_IMPORT(load)(const void *builders, uint32_t count, uint32_t encoding, uint32_t target, uint32_t *graph);
NN_IMPORT(load_by_name)(const char *name, uint32_t length, uint32_t *graph);
NN_IMPORT(init_execution_context)(uint32_t graph, uint32_t *context);
NN_IMPORT(set_input)(uint32_t context, uint32_t index, const nn_tensor *tensor);
NN_IMPORT(compute)(uint32_t context);
NN_IMPORT(get_output)(uint32_t context, uint32_t index, void *to, uint32_t room, uint32_t *written);
NN_IMPORT(unload)(uint32_t graph);

#endif
