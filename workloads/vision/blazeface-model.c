#include "blazeface-model.h"

#ifndef BENCH_WASI_NN

#include <stdbool.h>
#include <string.h>

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

enum { HEADER_BYTES = 12, BODY_BYTES = 405796, WEIGHT_VECTORS = 27000 };
static lanes memory[WEIGHT_VECTORS];

/* What is left of the file, and of the memory. */
typedef struct {
    const uint8_t *at;
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

static uint32_t read_word(reader *reader)
{
    const uint8_t *b = reader->at;
    reader->at += 4;
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static void read_float(reader *reader, lanes *vectors, int channel)
{
    uint32_t bits = read_word(reader);
    memcpy((float *)vectors + channel, &bits, sizeof bits);
}

static bool next_is(reader *reader, int expected)
{
    return read_word(reader) == (uint32_t)expected;
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

/* As in zlib and PNG: reflected polynomial edb88320. */
static uint32_t crc32_of(const uint8_t *bytes, size_t length)
{
    uint32_t table[256];
    for (uint32_t i = 0; i < 256; i++) {
        table[i] = i;
        for (int bit = 0; bit < 8; bit++)
            table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xedb88320 : 0);
    }
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < length; i++)
        crc = crc >> 8 ^ table[(crc ^ bytes[i]) & 0xff];
    return ~crc;
}

const char *blazeface_read(const uint8_t *file, size_t bytes, blazeface_model *model)
{
    if (bytes < HEADER_BYTES || memcmp(file, "BZF1", 4) != 0)
        return "not a BlazeFace model";
    reader reader = { file + 4, memory };
    uint32_t length = read_word(&reader);
    uint32_t crc = read_word(&reader);
    if (length != bytes - HEADER_BYTES)
        return "the model is damaged (length)";
    if (crc != crc32_of(file + HEADER_BYTES, length))
        return "the model is damaged (checksum)";
    if (length != BODY_BYTES || !read_body(&reader, model))
        return "another model than BlazeFace";
    return NULL;
}

#endif
