#include "blazeface.h"

#ifndef BENCH_WASI_NN

#include "blazeface-model.h"

#include <stdbool.h>
#include <string.h>

/* Each output is one sum in one order (bias, then inputs as they stand in the weights), so that every engine arrives at the same bits. */

enum {
    STEM_PADDED = 131, /* the input with the zeros around it: one to the left and above, two to the right and below */
    MAP_SIDE_MAX = 64,
    MAP_VECTORS_MAX = (MAP_SIDE_MAX + 2) * (MAP_SIDE_MAX + 2) * 28 / LANES,
    FINE_VECTORS = (BLAZEFACE_FINE + 2) * (BLAZEFACE_FINE + 2) * 88 / LANES,
    ROW_VECTORS_MAX = MAP_SIDE_MAX * 28 / LANES
};

/* A feature map with a border of zeros one pixel wide. */
typedef struct {
    int side;
    int channels; /* a multiple of LANES */
    lanes *pixels;
} feature_map;

static blazeface_model model;
static float stem_input[STEM_PADDED * STEM_PADDED * BLAZEFACE_CHANNELS];
static lanes maps[2][MAP_VECTORS_MAX];
static lanes fine_map[FINE_VECTORS];
static lanes depthwise_row[ROW_VECTORS_MAX];
static lanes pooled_row[ROW_VECTORS_MAX];
static lanes head_row[ROW_VECTORS_MAX];

static lanes *pixel_of(const feature_map *map, int y, int x)
{
    return map->pixels + ((size_t)(y + 1) * (map->side + 2) + (x + 1)) * (map->channels / LANES);
}

static feature_map bordered_map(lanes *pixels, int side, int channels)
{
    feature_map map = { side, channels, pixels };
    size_t pixel = (size_t)channels * sizeof(float);
    memset(pixel_of(&map, -1, -1), 0, (side + 2) * pixel);
    memset(pixel_of(&map, side, -1), 0, (side + 2) * pixel);
    for (int y = 0; y < side; y++) {
        memset(pixel_of(&map, y, -1), 0, pixel);
        memset(pixel_of(&map, y, side), 0, pixel);
    }
    return map;
}

/* Where the inputs of a row of outputs are: for each pixel, rows of a window. */
typedef struct {
    const float *first;
    int pixel_floats; /* from one pixel to the next */
    int windows;
    int window_floats;
} inputs;

/* What is added to the sums and made of them. */
typedef struct {
    const lanes *residual; /* a row of pixels, NULL for none */
    int residual_channels; /* those beyond are zero */
    bool relu;
} finish;

/* The outputs of one panel for a row of pixels. Inlined for each width of a panel, so that the sums are registers. */
static inline __attribute__((always_inline)) void convolve_panel(
    const convolution *layer, int first, int panel_vectors, const inputs *from, int width, const finish *finish, lanes *output)
{
    int output_vectors = layer->outputs / LANES;
    int residual_vectors = finish->residual_channels / LANES;
    for (int x = 0; x < width; x += TILE_PIXELS) {
        lanes sums[TILE_PIXELS][TILE_VECTORS];
        for (int p = 0; p < TILE_PIXELS; p++)
            for (int v = 0; v < panel_vectors; v++)
                sums[p][v] = layer->bias[first + v];

        const lanes *weights = layer->weights + (size_t)first * layer->inputs * from->windows;
        for (int w = 0; w < from->windows; w++) {
            const float *input = from->first + (size_t)x * from->pixel_floats + (size_t)w * from->window_floats;
            for (int i = 0; i < layer->inputs; i++, weights += panel_vectors)
                for (int p = 0; p < TILE_PIXELS; p++) {
                    float value = input[p * from->pixel_floats + i];
                    for (int v = 0; v < panel_vectors; v++)
                        sums[p][v] += value * weights[v];
                }
        }

        for (int p = 0; p < TILE_PIXELS; p++)
            for (int v = 0; v < panel_vectors; v++) {
                lanes sum = sums[p][v];
                if (finish->residual != NULL && first + v < residual_vectors)
                    sum += finish->residual[(size_t)(x + p) * residual_vectors + first + v];
                output[(size_t)(x + p) * output_vectors + first + v] = finish->relu ? relu(sum) : sum;
            }
    }
}

/* Panel by panel: its weights stay in the first-level cache for the whole row. */
static void convolve_row(const convolution *layer, const inputs *from, int width, const finish *finish, lanes *output)
{
    int vectors = layer->outputs / LANES;
    int first = 0;
    for (; first + TILE_VECTORS <= vectors; first += TILE_VECTORS)
        convolve_panel(layer, first, TILE_VECTORS, from, width, finish, output);
    if (first < vectors)
        convolve_panel(layer, first, 1, from, width, finish, output);
}

static feature_map run_stem(const float *input, lanes *pixels)
{
    enum { ROW = BLAZEFACE_SIDE * BLAZEFACE_CHANNELS, PADDED_ROW = STEM_PADDED * BLAZEFACE_CHANNELS };
    for (int y = 0; y < BLAZEFACE_SIDE; y++)
        memcpy(stem_input + (y + 1) * PADDED_ROW + BLAZEFACE_CHANNELS, input + y * ROW, ROW * sizeof *input);
    feature_map output = bordered_map(pixels, BLAZEFACE_SIDE / 2, model.stem.outputs);
    finish finish = { .relu = true };
    for (int y = 0; y < output.side; y++) {
        inputs from = { stem_input + 2 * y * PADDED_ROW, 2 * BLAZEFACE_CHANNELS, BLAZEFACE_STEM_SIDE, PADDED_ROW };
        convolve_row(&model.stem, &from, output.side, &finish, pixel_of(&output, y, 0));
    }
    return output;
}

/* A row of 3 x 3 convolutions, each channel by itself. */
static void convolve_depthwise(const residual_block *block, const feature_map *input, int y, int width, lanes *output)
{
    int vectors = input->channels / LANES;
    /* With stride 1 the window lies around the pixel; with stride 2 the model pads to the right and below only. */
    int shift = block->stride == 1 ? -1 : 0;
    const lanes *window = pixel_of(input, y * block->stride + shift, shift);
    size_t row = (size_t)(input->side + 2) * vectors;
    for (int v = 0; v < vectors; v++) {
        lanes weights[9];
        for (int tap = 0; tap < 9; tap++)
            weights[tap] = block->depthwise_weights[tap * vectors + v];
        lanes bias = block->depthwise_bias[v];
        for (int x = 0; x < width; x++) {
            const lanes *at = window + (size_t)x * block->stride * vectors + v;
            lanes sum = bias;
            for (int ky = 0; ky < 3; ky++)
                for (int kx = 0; kx < 3; kx++)
                    sum += at[ky * row + (size_t)kx * vectors] * weights[ky * 3 + kx];
            output[(size_t)x * vectors + v] = sum;
        }
    }
}

/* The maxima of 2 x 2 pixels of two rows. */
static void pool_row(const feature_map *input, int y, lanes *output)
{
    int vectors = input->channels / LANES;
    const lanes *above = pixel_of(input, 2 * y, 0);
    const lanes *below = pixel_of(input, 2 * y + 1, 0);
    for (int x = 0; x < input->side; x += 2, above += 2 * vectors, below += 2 * vectors)
        for (int v = 0; v < vectors; v++)
            *output++ = larger(larger(above[v], above[vectors + v]), larger(below[v], below[vectors + v]));
}

static feature_map run_block(const residual_block *block, const feature_map *input, lanes *pixels)
{
    feature_map output = bordered_map(pixels, input->side / block->stride, block->pointwise.outputs);
    inputs from = { (const float *)depthwise_row, input->channels, 1, 0 };
    /* Row by row through both convolutions: what is between them stays in the first-level cache. */
    for (int y = 0; y < output.side; y++) {
        convolve_depthwise(block, input, y, output.side, depthwise_row);
        finish finish = { pooled_row, input->channels, true };
        if (block->stride == 1)
            finish.residual = pixel_of(input, y, 0);
        else
            pool_row(input, y, pooled_row);
        convolve_row(&block->pointwise, &from, output.side, &finish, pixel_of(&output, y, 0));
    }
    return output;
}

static void run_head(int index, const feature_map *input, float *output)
{
    const convolution *head = &model.heads[index];
    int outputs = blazeface_head_outputs(index);
    finish finish = { .relu = false };
    for (int y = 0; y < input->side; y++) {
        inputs from = { (const float *)pixel_of(input, y, 0), input->channels, 1, 0 };
        convolve_row(head, &from, input->side, &finish, head_row);
        for (int x = 0; x < input->side; x++, output += outputs)
            memcpy(output, head_row + (size_t)x * (head->outputs / LANES), outputs * sizeof *output);
    }
}

const char *blazeface_load(const uint8_t *file, size_t bytes)
{
    return blazeface_read(file, bytes, &model);
}

const char *blazeface_run(const float *input, blazeface_output *output)
{
    feature_map map = run_stem(input, maps[0]);
    feature_map fine = map;
    for (int i = 0; i < BLAZEFACE_BLOCKS; i++) {
        map = run_block(&model.blocks[i], &map, i == BLAZEFACE_FINE_BLOCK ? fine_map : maps[(i + 1) % 2]);
        if (i == BLAZEFACE_FINE_BLOCK)
            fine = map;
    }
    run_head(0, &fine, output->scores);
    run_head(1, &map, output->scores + BLAZEFACE_FINE_ANCHORS);
    run_head(2, &fine, output->boxes[0]);
    run_head(3, &map, output->boxes[BLAZEFACE_FINE_ANCHORS]);
    return NULL;
}

#endif
