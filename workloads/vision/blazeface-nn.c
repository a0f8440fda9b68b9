#include "blazeface.h"

#ifdef BENCH_WASI_NN

#include "wasi-nn.h"

#include <stdbool.h>

static uint32_t context;

const char *blazeface_load(const uint8_t *model, size_t bytes)
{
    static const char name[] = "blazeface";
    (void)model;
    (void)bytes;
    uint32_t graph;
    if (nn_load_by_name(name, sizeof name - 1, &graph) != 0)
        return "the host has no such model";
    if (nn_init_execution_context(graph, &context) != 0)
        return "the host cannot run the model";
    return NULL;
}

static bool get(uint32_t index, void *buffer, uint32_t bytes)
{
    uint32_t written;
    return nn_get_output(context, index, buffer, bytes, &written) == 0 && written == bytes;
}

const char *blazeface_run(const float *input, blazeface_output *output)
{
    static const uint32_t dimensions[] = { 1, BLAZEFACE_SIDE, BLAZEFACE_SIDE, BLAZEFACE_CHANNELS };
    nn_tensor tensor = { dimensions, 4, NN_F32, input, BLAZEFACE_SIDE * BLAZEFACE_SIDE * BLAZEFACE_CHANNELS * sizeof *input };
    if (nn_set_input(context, 0, &tensor) != 0)
        return "the host does not take the input";
    if (nn_compute(context) != 0)
        return "the host failed to run the model";
    enum { SCORE = sizeof output->scores[0], BOX = sizeof output->boxes[0], COARSE_ANCHORS = BLAZEFACE_ANCHORS - BLAZEFACE_FINE_ANCHORS };
    if (!get(0, output->scores, BLAZEFACE_FINE_ANCHORS * SCORE) || !get(1, output->scores + BLAZEFACE_FINE_ANCHORS, COARSE_ANCHORS * SCORE)
        || !get(2, output->boxes, BLAZEFACE_FINE_ANCHORS * BOX) || !get(3, output->boxes + BLAZEFACE_FINE_ANCHORS, COARSE_ANCHORS * BOX))
        return "the host's output is not that of the model";
    return NULL;
}

#endif
