#include "function.h"

#include "assets.h"
#include "blazeface.h"
#include "face.h"
#include "image.h"

#include <stdio.h>

enum { IMAGE = 0x10, ANSWER = 0x11 };

void observe(void)
{
#ifdef BENCH_WASI_NN
    const char *fault = blazeface_load(NULL, 0);
#else
    const char *fault = blazeface_load(blazeface_bin, blazeface_bin_length);
#endif
    if (fault != NULL)
        fail(fault);
    observe_tag(IMAGE);
}

/* A face, or NULL with what is wrong with the image. */
static const char *recognise(const uint8_t *file, size_t size, face *best)
{
    static float tensor[IMAGE_TENSOR_FLOATS];
    static blazeface_output output;
    image decoded;
    const char *fault = image_decode(file, size, &decoded);
    if (fault != NULL)
        return fault;
    image_to_tensor(&decoded, tensor);
    fault = blazeface_run(tensor, &output);
    if (fault == NULL)
        *best = face_find(&output, decoded.width, decoded.height);
    image_free(&decoded);
    return fault;
}

/* An image that cannot be read is answered too: the stream goes on, and whoever sent it is told why. */
void handle(uint8_t tag, uint8_t *data, size_t size)
{
    (void)tag;
    char text[128];
    face best;
    const char *fault = recognise(data, size, &best);
    int length = fault != NULL ? snprintf(text, sizeof text, "error %s", fault)
        : best.found ? snprintf(text, sizeof text, "face %.3f %.3f %.3f %.3f %.3f", (double)best.score,
              (double)best.centre_x, (double)best.centre_y, (double)best.width, (double)best.height)
        : snprintf(text, sizeof text, "none %.3f", (double)best.score);
    reply(ANSWER, (const uint8_t *)text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}
