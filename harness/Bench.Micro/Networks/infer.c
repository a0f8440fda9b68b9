/* A guest that has the host run BlazeFace on an image that it holds already: a message is one inference, without a loop around it. */
#include "function.h"
#include "wasi-nn.h"

enum { SIDE = 128, CHANNELS = 3, FINE = 512, COARSE = 384, NUMBERS = 16 };

static uint32_t context;
static float image[SIDE * SIDE * CHANNELS];
static float fine[FINE], coarse[COARSE], fine_boxes[FINE * NUMBERS], coarse_boxes[COARSE * NUMBERS];

static void require(uint32_t error)
{
    if (error != 0)
        fail("the host has no such network");
}

void observe(void)
{
    uint32_t graph;
    observe_tag(0x33);
    for (int i = 0; i < SIDE * SIDE * CHANNELS; i++)
        image[i] = (float)(i % 256) / 127.5f - 1;
    require(nn_load_by_name("blazeface", 9, &graph));
    require(nn_init_execution_context(graph, &context));
}

void handle(uint8_t tag, uint8_t *data, size_t size)
{
    (void)tag, (void)data, (void)size;
    static const uint32_t dimensions[] = { 1, SIDE, SIDE, CHANNELS };
    const nn_tensor input = { dimensions, 4, NN_F32, image, sizeof image };
    uint32_t written;
    require(nn_set_input(context, 0, &input));
    require(nn_compute(context));
    require(nn_get_output(context, 0, fine, sizeof fine, &written));
    require(nn_get_output(context, 1, coarse, sizeof coarse, &written));
    require(nn_get_output(context, 2, fine_boxes, sizeof fine_boxes, &written));
    require(nn_get_output(context, 3, coarse_boxes, sizeof coarse_boxes, &written));
    reply(0x34, (const uint8_t *)fine, sizeof *fine);
}
