#include "blazeface-model.h"

#ifndef BENCH_WASI_NN

#include "model-file.h"

#include <stdbool.h>

/* The only network that is read: then no size in a file can lead out of the memory made for it. */
enum { STEM_OUTPUTS = 24 };
static const struct { int inputs, outputs, stride; } block_shapes[BLAZEFACE_BLOCKS] = {
    { 24, 24, 1 }, { 24, 28, 1 },
    { 28, 32, 2 }, { 32, 36, 1 }, { 36, 42, 1 },
    { 42, 48, 2 }, { 48, 56, 1 }, { 56, 64, 1 }, { 64, 72, 1 }, { 72, 80, 1 }, { 80, 88, 1 },
    { 88, 96, 2 }, { 96, 96, 1 }, { 96, 96, 1 }, { 96, 96, 1 }, { 96, 96, 1 },
};
static const struct { int inputs, outputs; } head_shapes[BLAZEFACE_HEADS] = {
    { 88, 2 }, { 96, 6 }, { 88, 2 * BLAZEFACE_NUMBERS }, { 96, 6 * BLAZEFACE_NUMBERS },
};

enum { BODY_BYTES = 405796, WEIGHT_VECTORS = 27000 };
static lanes memory[WEIGHT_VECTORS];

/* What is left of the file, and of the memory. */
typedef struct {
    model_reader file;
    lanes *free;
} reader;

int blazeface_head_outputs(int head)
{
    return head_shapes[head].outputs;
}

static int vectors_of(int channels)
{
    return (channels + LANES - 1) / LANES;
}

static void read_float(reader *reader, lanes *vectors, int channel)
{
    ((float *)vectors)[channel] = model_read_float(&reader->file);
}

static bool next_is(reader *reader, int expected)
{
    return model_next_is(&reader->file, expected);
}

/* rows x channels numbers, every row filled up to whole vectors. */
static const lanes *read_rows(reader *reader, int rows, int channels)
{
    const lanes *begin = reader->free;
    for (int row = 0; row < rows; row++, reader->free += vectors_of(channels))
        for (int c = 0; c < channels; c++)
            read_float(reader, reader->free, c);
    return begin;
}

/* rows x channels numbers, rearranged to panels. */
static const lanes *read_panels(reader *reader, int rows, int channels)
{
    lanes *begin = reader->free;
    int vectors = vectors_of(channels);
    for (int row = 0; row < rows; row++)
        for (int c = 0; c < channels; c++) {
            int vector = c / LANES;
            int first = vector / TILE_VECTORS * TILE_VECTORS;
            int width = vectors - first < TILE_VECTORS ? vectors - first : TILE_VECTORS;
            read_float(reader, begin + (size_t)first * rows + (size_t)row * width + (vector - first), c % LANES);
        }
    reader->free += (size_t)rows * vectors;
    return begin;
}

static convolution read_convolution(reader *reader, int windows, int inputs, int outputs)
{
    convolution read = { .inputs = inputs, .outputs = vectors_of(outputs) * LANES };
    read.weights = read_panels(reader, windows * inputs, outputs);
    read.bias = read_rows(reader, 1, outputs);
    return read;
}

static bool read_body(reader *reader, blazeface_model *model)
{
    if (!next_is(reader, STEM_OUTPUTS) || !next_is(reader, BLAZEFACE_STEM_SIDE) || !next_is(reader, BLAZEFACE_BLOCKS))
        return false;
    model->stem = read_convolution(reader, BLAZEFACE_STEM_SIDE, BLAZEFACE_STEM_SIDE * BLAZEFACE_CHANNELS, STEM_OUTPUTS);
    for (int i = 0; i < BLAZEFACE_BLOCKS; i++) {
        int inputs = block_shapes[i].inputs;
        if (!next_is(reader, inputs) || !next_is(reader, block_shapes[i].outputs) || !next_is(reader, block_shapes[i].stride))
            return false;
        residual_block *block = &model->blocks[i];
        block->stride = block_shapes[i].stride;
        block->depthwise_weights = read_rows(reader, 9, inputs);
        block->depthwise_bias = read_rows(reader, 1, inputs);
        block->pointwise = read_convolution(reader, 1, inputs, block_shapes[i].outputs);
    }
    for (int i = 0; i < BLAZEFACE_HEADS; i++) {
        if (!next_is(reader, head_shapes[i].inputs) || !next_is(reader, head_shapes[i].outputs))
            return false;
        model->heads[i] = read_convolution(reader, 1, head_shapes[i].inputs, head_shapes[i].outputs);
    }
    return true;
}

const char *blazeface_read(const uint8_t *file, size_t bytes, blazeface_model *model)
{
    reader reader = { .free = memory };
    const char *fault = model_open(&reader.file, file, bytes, "BZF1", "not a BlazeFace model");
    if (fault != NULL)
        return fault;
    if (reader.file.left != BODY_BYTES || !read_body(&reader, model))
        return "another model than BlazeFace";
    return NULL;
}

#endif
