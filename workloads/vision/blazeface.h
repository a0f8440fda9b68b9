/* BlazeFace, front camera: a network of 37 convolutions that looks for faces in 128 x 128 pixels.
   Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", 2019. */
#ifndef BLAZEFACE_H
#define BLAZEFACE_H

#include <stddef.h>
#include <stdint.h>

enum {
    BLAZEFACE_SIDE = 128,    /* pixels of the input, which is a square */
    BLAZEFACE_CHANNELS = 3,  /* red, green, blue */
    BLAZEFACE_FINE = 16,     /* cells along a side of the finer grid */
    BLAZEFACE_COARSE = 8,
    BLAZEFACE_FINE_ANCHORS = 512,  /* two a cell */
    BLAZEFACE_ANCHORS = 512 + 384, /* and six a cell of the coarser grid */
    BLAZEFACE_NUMBERS = 16   /* of a box: centre, size, six points of the face */
};

typedef struct {
    float scores[BLAZEFACE_ANCHORS];                   /* log-odds of a face; the finer grid first, by rows, anchors of a cell together */
    float boxes[BLAZEFACE_ANCHORS][BLAZEFACE_NUMBERS]; /* x, y from the centre of the cell, then width, height; in pixels of the input */
} blazeface_output;

/* Reads the weights, once. NULL, or what is wrong with them.
   With BENCH_WASI_NN the host has the model, by the name "blazeface", and these arguments are not looked at. */
const char *blazeface_load(const uint8_t *model, size_t bytes);

/* input: 128 rows of 128 pixels, each from -1 to 1 in red, green and blue. NULL, or what went wrong. */
const char *blazeface_run(const float *input, blazeface_output *output);

#endif
