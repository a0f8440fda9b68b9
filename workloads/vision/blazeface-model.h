/* The weights of BlazeFace, laid out for blazeface.c. */
#ifndef BLAZEFACE_MODEL_H
#define BLAZEFACE_MODEL_H

#include "blazeface.h"
#include "lanes.h"

/* A tile is as many sums as stay in registers: 4 pixels by 2 vectors, 8 of the 16 registers of SSE. */
enum { TILE_PIXELS = 4, TILE_VECTORS = 2 };

enum {
    BLAZEFACE_STEM_SIDE = 5, /* the first convolution: 5 x 5 pixels, every second one */
    BLAZEFACE_BLOCKS = 16,
    BLAZEFACE_FINE_BLOCK = 10, /* what comes out of it has the finer grid; what comes out of the last block, the coarser one */
    BLAZEFACE_HEADS = 4        /* scores of the finer and the coarser grid, boxes of both */
};

/* A convolution of one pixel, or a row of windows of it. Output channels are filled up to whole vectors, those in panels of
   TILE_VECTORS (the last may be narrower); a panel has the weights of all inputs, one after the other. */
typedef struct {
    int inputs;
    int outputs; /* a multiple of LANES; those beyond the model's are zero */
    const lanes *bias;
    const lanes *weights;
} convolution;

/* relu(pointwise(depthwise(x)) + x), where x is reduced to the maximum of 2 x 2 pixels if the stride is 2. */
typedef struct {
    int stride;
    const lanes *depthwise_bias;
    const lanes *depthwise_weights; /* by tap, 3 x 3 */
    convolution pointwise;
} residual_block;

typedef struct {
    convolution stem; /* its inputs are those of one row of the window */
    residual_block blocks[BLAZEFACE_BLOCKS];
    convolution heads[BLAZEFACE_HEADS];
} blazeface_model;

/* Output channels of a head in the model. */
int blazeface_head_outputs(int head);

/* Source of the format: runtimes/Bench.Assets (magic "BZF1", length and CRC-32 of the rest, then sizes and weights in the
   order of execution, little-endian, weights by window row, window column, input and output channel).
   NULL, or what is wrong; then model is not to be used. */
const char *blazeface_read(const uint8_t *file, size_t bytes, blazeface_model *model);

#endif
