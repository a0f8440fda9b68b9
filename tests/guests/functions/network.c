/* A guest that leaves a network to the host: replies with what the model "negate" makes of the message's four floats. With less
   than that it calls what is not there, and replies with the errors. */
#include "function.h"
#include "wasi-nn.h"

enum { BYTES = 16 };

void observe(void)
{
    observe_tag(0x33);
}

static void infer(const uint8_t *data)
{
    static uint32_t context;
    static const uint32_t dimensions[] = { 2, 2 };
    uint32_t graph, written;
    uint8_t output[BYTES];
    const nn_tensor input = { dimensions, 2, NN_F32, data, BYTES };
    if (context == 0 && (nn_load_by_name("negate", 6, &graph) != 0 || nn_init_execution_context(graph, &context) != 0))
        fail("no model");
    if (nn_set_input(context, 0, &input) != 0 || nn_compute(context) != 0 || nn_get_output(context, 0, output, sizeof output, &written) != 0)
        fail("no inference");
    reply(0x34, output, written);
}

void handle(uint8_t tag, uint8_t *data, size_t size)
{
    (void)tag;
    if (size == BYTES) {
        infer(data);
        return;
    }
    uint32_t handle;
    const nn_tensor outside = { (const uint32_t *)-4, 2, NN_F32, data, BYTES };
    const void *builder[] = { data, (const void *)1 };
    const uint8_t errors[] = {
        (uint8_t)nn_load_by_name("nothing", 7, &handle), (uint8_t)nn_load_by_name((const char *)-8, 16, &handle), (uint8_t)nn_load(builder, 1, 1, 0, &handle),
        (uint8_t)nn_init_execution_context(77, &handle), (uint8_t)nn_set_input(77, 0, &outside), (uint8_t)nn_compute(77),
        (uint8_t)nn_get_output(77, 0, data, 4, &handle), (uint8_t)nn_unload(77),
    };
    reply(0x34, errors, sizeof errors);
}
