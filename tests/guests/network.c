// A program that leaves a network to the host: says how many bytes its output has, or goes wrong as its argument says.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "row.h"
#include "wasi-nn.h"

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
    enum { SIDE = 2 };
    static const uint32_t dimensions[] = {SIDE, SIDE};
    static const float values[SIDE * SIDE] = {1, -2, 3, -4};
    float output[SIDE * SIDE];
    const nn_tensor input = {dimensions, 2, NN_F32, values, sizeof values};
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
