/* A network of 9 098 weights that tells ten kinds of clothes apart in 28 x 28 pixels of grey. */
#ifndef FASHION_H
#define FASHION_H

#include "lanes.h"
#include "model-file.h"

#include <math.h>

enum {
    FASHION_SIDE = 28,
    FASHION_PIXELS = FASHION_SIDE * FASHION_SIDE,
    FASHION_CLASSES = 10
};

static const char *const fashion_names[FASHION_CLASSES] = {
    "t-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot",
};

enum {
    FIRST_CHANNELS = 8,
    HALF = FASHION_SIDE / 2,
    SECOND_CHANNELS = 16,
    QUARTER = FASHION_SIDE / 4,
    FEATURES = QUARTER * QUARTER * SECOND_CHANNELS,
    CLASS_VECTORS = (FASHION_CLASSES + LANES - 1) / LANES,
    BODY_BYTES = 36420,
    TILE_VECTORS = 2
};

/* 3 x 3 pixels, then the maxima of 2 x 2 outputs, then relu; by window row, window column, input and output. */
static lanes first_weights[9 * FIRST_CHANNELS / LANES], first_bias[FIRST_CHANNELS / LANES];
static lanes second_weights[9 * FIRST_CHANNELS * SECOND_CHANNELS / LANES], second_bias[SECOND_CHANNELS / LANES];
/* By feature and class, those filled up to whole vectors. */
static lanes last_weights[FEATURES][CLASS_VECTORS], last_bias[CLASS_VECTORS];

/* Both with a border of zeros one pixel wide, which nothing writes to. */
static float fashion_input[(FASHION_SIDE + 2) * (FASHION_SIDE + 2)];
static lanes between[(HALF + 2) * (HALF + 2) * FIRST_CHANNELS / LANES];
static lanes features[FEATURES / LANES];

static inline void read_floats(model_reader *reader, int count, lanes *to)
{
    for (int i = 0; i < count; i++)
        ((float *)to)[i] = model_read_float(reader);
}

/* NULL, or what is wrong; then the network is not to be used. */
static inline const char *fashion_load(const uint8_t *file, size_t bytes)
{
    static const char another[] = "another model than fashion";
    model_reader reader;
    const char *fault = model_open(&reader, file, bytes, "FMN1", "not a fashion model");
    if (fault != NULL)
        return fault;
    if (reader.left != BODY_BYTES || !model_next_is(&reader, FASHION_SIDE) || !model_next_is(&reader, 1) || !model_next_is(&reader, FIRST_CHANNELS))
        return another;
    read_floats(&reader, 9 * FIRST_CHANNELS, first_weights);
    read_floats(&reader, FIRST_CHANNELS, first_bias);
    if (!model_next_is(&reader, FIRST_CHANNELS) || !model_next_is(&reader, SECOND_CHANNELS))
        return another;
    read_floats(&reader, 9 * FIRST_CHANNELS * SECOND_CHANNELS, second_weights);
    read_floats(&reader, SECOND_CHANNELS, second_bias);
    if (!model_next_is(&reader, FEATURES) || !model_next_is(&reader, FASHION_CLASSES))
        return another;
    for (int feature = 0; feature < FEATURES; feature++)
        read_floats(&reader, FASHION_CLASSES, last_weights[feature]);
    read_floats(&reader, FASHION_CLASSES, last_bias);
    return NULL;
}

/* Each output is one sum in one order (bias, then inputs as they stand in the weights), so that every engine arrives at the same bits.
   What is pooled to one pixel is a tile of sums that stay in registers: 4 pixels by 2 vectors. Inlined for each layer, whose sizes
   are constants then. */
static inline __attribute__((always_inline)) void convolve_and_pool(
    const float *input, int side, int inputs, int outputs, const lanes *weights, const lanes *bias, lanes *output, int output_row)
{
    int row = (side + 2) * inputs, vectors = outputs / LANES;
    for (int y = 0; y < side / 2; y++)
        for (int first = 0; first < vectors; first += TILE_VECTORS)
            for (int x = 0; x < side / 2; x++) {
                const float *corner = input + 2 * y * row + 2 * x * inputs;
                lanes sums[4][TILE_VECTORS];
                for (int p = 0; p < 4; p++)
                    for (int v = 0; v < TILE_VECTORS; v++)
                        sums[p][v] = bias[first + v];

                const lanes *weight = weights + first;
                for (int window_row = 0; window_row < 3; window_row++)
                    for (int i = 0; i < 3 * inputs; i++, weight += vectors)
                        for (int p = 0; p < 4; p++) {
                            float value = corner[(window_row + p / 2) * row + p % 2 * inputs + i];
                            for (int v = 0; v < TILE_VECTORS; v++)
                                sums[p][v] += value * weight[v];
                        }

                for (int v = 0; v < TILE_VECTORS; v++)
                    output[y * output_row + x * vectors + first + v] =
                        relu(larger(larger(sums[0][v], sums[1][v]), larger(sums[2][v], sums[3][v])));
            }
}

/* pixels: 28 rows of 28, 0 to 255. scores: of the ten classes, log-odds up to a common summand. */
static inline void fashion_run(const uint8_t *pixels, float *scores)
{
    for (int y = 0; y < FASHION_SIDE; y++)
        for (int x = 0; x < FASHION_SIDE; x++)
            fashion_input[(y + 1) * (FASHION_SIDE + 2) + x + 1] = pixels[y * FASHION_SIDE + x] / 255.0f;

    enum { ROW = (HALF + 2) * FIRST_CHANNELS / LANES, PIXEL = FIRST_CHANNELS / LANES };
    convolve_and_pool(fashion_input, FASHION_SIDE, 1, FIRST_CHANNELS, first_weights, first_bias, between + ROW + PIXEL, ROW);
    convolve_and_pool((const float *)between, HALF, FIRST_CHANNELS, SECOND_CHANNELS, second_weights, second_bias, features,
        QUARTER * SECOND_CHANNELS / LANES);

    lanes sums[CLASS_VECTORS];
    for (int v = 0; v < CLASS_VECTORS; v++)
        sums[v] = last_bias[v];
    for (int feature = 0; feature < FEATURES; feature++)
        for (int v = 0; v < CLASS_VECTORS; v++)
            sums[v] += ((const float *)features)[feature] * last_weights[feature][v];
    for (int class = 0; class < FASHION_CLASSES; class++)
        scores[class] = sums[class / LANES][class % LANES];
}

/* The class with the highest score; of equal ones the first. */
static inline int fashion_best(const float *scores)
{
    int best = 0;
    for (int i = 1; i < FASHION_CLASSES; i++)
        if (scores[i] > scores[best])
            best = i;
    return best;
}

/* The probability of that class. */
static inline double fashion_confidence(const float *scores)
{
    /* Of differences to the highest score: no power overflows. In 64 bits: libraries differ in the last of them, not in the third decimal. */
    double highest = scores[fashion_best(scores)], sum = 0;
    for (int i = 0; i < FASHION_CLASSES; i++)
        sum += exp(scores[i] - highest);
    return 1 / sum;
}

#endif
