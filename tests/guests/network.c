// A program that leaves a network to the host: says how many bytes its output has, or goes wrong as its argument says.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "row.h"

#define NN(name) __attribute__((import_module("wasi_ephemeral_nn"), import_name(#name)))

typedef struct {
    const uint32_t *dimensions;
    uint32_t rank;
    uint32_t type;
    const float *data;
    uint32_t bytes;
} tensor;

NN(load_by_name) uint32_t nn_load_by_name(const char *name, uint32_t length, uint32_t *graph);
NN(init_execution_context) uint32_t nn_init_execution_context(uint32_t graph, uint32_t *context);
NN(set_input) uint32_t nn_set_input(uint32_t context, uint32_t index, const tensor *value);
NN(compute) uint32_t nn_compute(uint32_t context);
NN(get_output) uint32_t nn_get_output(uint32_t context, uint32_t index, void *to, uint32_t room, uint32_t *written);

static volatile int depth;

static __attribute__((noinline)) int recurse(int n) {
    depth = n;
    return recurse(n + 1) + depth;
}

static void require(uint32_t error, const char *call) {
    if (error == 0) return;
    fprintf(stderr, "%s: %u\n", call, error);
    exit(10 + (int)error);
}

static void infer(const char *name, uint32_t length) {
    enum { SIDE = 2, F32 = 1 };
    static const uint32_t dimensions[] = {SIDE, SIDE};
    static const float values[SIDE * SIDE] = {1, -2, 3, -4};
    float output[SIDE * SIDE];
    const tensor input = {dimensions, 2, F32, values, sizeof values};
    uint32_t graph, context, written;
    require(nn_load_by_name(name, length, &graph), "load_by_name");
    require(nn_init_execution_context(graph, &context), "init_execution_context");
    require(nn_set_input(context, 0, &input), "set_input");
    require(nn_compute(context), "compute");
    require(nn_get_output(context, 0, output, sizeof output, &written), "get_output");
    for (int i = 0; i < SIDE * SIDE; i++)
        if (written != sizeof output || output[i] != -values[i]) exit(3);
}

int main(int argc, char **argv) {
    report_main_at();
    switch (argc > 1 ? argv[1][0] : 0) {
        case 'n': infer("negate", 6); return 42;
        case 'u': infer("nothing", 7); return 42;
        case 't': __builtin_trap();
        case 'r': return recurse(0);
        default: return argc;
    }
}
