#include "face.h"

#include <math.h>

static const float threshold = 0.75f;

face face_find(const blazeface_output *output, int width, int height)
{
    int best = 0;
    for (int i = 1; i < BLAZEFACE_ANCHORS; i++)
        if (output->scores[i] > output->scores[best])
            best = i;

    bool is_fine = best < BLAZEFACE_FINE_ANCHORS;
    int grid = is_fine ? BLAZEFACE_FINE : BLAZEFACE_COARSE;
    int cell = is_fine ? best / 2 : (best - BLAZEFACE_FINE_ANCHORS) / 6;
    const float *box = output->boxes[best];
    /* In fractions of the square. */
    float x = ((float)(cell % grid) + 0.5f) / (float)grid + box[0] / BLAZEFACE_SIDE;
    float y = ((float)(cell / grid) + 0.5f) / (float)grid + box[1] / BLAZEFACE_SIDE;

    int side = width > height ? width : height;
    float score = 1 / (1 + expf(-output->scores[best]));
    return (face){
        .found = score >= threshold,
        .score = score,
        .centre_x = (x * (float)side - (float)((side - width) / 2)) / (float)width,
        .centre_y = (y * (float)side - (float)((side - height) / 2)) / (float)height,
        .width = box[2] / BLAZEFACE_SIDE * (float)side / (float)width,
        .height = box[3] / BLAZEFACE_SIDE * (float)side / (float)height,
    };
}
