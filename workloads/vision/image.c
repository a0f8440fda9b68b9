#include "image.h"

#include "image-file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* A fault of the size comes before all others. */
static void check_size(image_header *header)
{
    bool none = header->width == 0 || header->height == 0;
    if (header->has_size && (none || header->width > IMAGE_SIDE_MAX || header->height > IMAGE_SIDE_MAX))
        snprintf(header->fault, sizeof header->fault, "%u x %u pixels are too %s", (unsigned)header->width, (unsigned)header->height, none ? "few" : "many");
}

const char *image_decode(const uint8_t *file, size_t bytes, image *decoded)
{
    *decoded = (image){ 0, 0, NULL };
    if (bytes == 0)
        return "no bytes";
    bool is_png = bytes >= 8 && memcmp(file, "\x89PNG\r\n\x1a\n", 8) == 0;
    bool is_jpeg = bytes >= 2 && file[0] == 0xff && file[1] == 0xd8;
    if (!is_png && !is_jpeg)
        return "not a PNG or JPEG";
    if (bytes > INT_MAX)
        return "too many bytes";
    static image_header header;
    header = is_png ? png_scan(file, bytes) : jpeg_scan(file, bytes);
    check_size(&header);
    if (header.fault[0] != '\0')
        return header.fault;
    decoded->pixels = (is_png ? png_decode : jpeg_decode)(file, (int)bytes, &decoded->width, &decoded->height);
    if (decoded->pixels == NULL)
        return is_png ? "damaged PNG" : "damaged JPEG";
    return NULL;
}

void image_free(image *decoded)
{
    free(decoded->pixels);
    decoded->pixels = NULL;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* How much pixel i of the image, at the given offset in a square, covers of pixel x of the tensor, in 1/128 of a pixel of the image. */
static uint32_t overlap(uint32_t i, uint32_t offset, uint32_t x, uint32_t square)
{
    uint32_t begin = (i + offset) * IMAGE_TENSOR_SIDE;
    return smaller(begin + IMAGE_TENSOR_SIDE, (x + 1) * square) - larger(begin, x * square);
}

/* The pixels of the image that have a part in pixel x of the tensor: from first until before end. */
static void covered(uint32_t x, uint32_t square, uint32_t offset, uint32_t size, uint32_t *first, uint32_t *end)
{
    uint32_t from = x * square / IMAGE_TENSOR_SIDE;
    uint32_t to = ((x + 1) * square + IMAGE_TENSOR_SIDE - 1) / IMAGE_TENSOR_SIDE;
    *first = larger(from, offset) - offset;
    *end = larger(smaller(to, offset + size), offset) - offset;
}

void image_to_tensor(const image *from, float *tensor)
{
    uint32_t width = from->width, height = from->height;
    uint32_t square = larger(width, height);
    uint32_t left = (square - width) / 2, top = (square - height) / 2;
    /* A pixel of the tensor covers square * square units, so that 32 bits hold 255 times that, and half of it more, up to 4096 * 4096. */
    uint32_t area = square * square;
    static uint32_t columns[IMAGE_SIDE_MAX * 3];

    for (uint32_t y = 0; y < IMAGE_TENSOR_SIDE; y++) {
        /* First down the columns: that loop is long and has no gaps. */
        memset(columns, 0, width * 3 * sizeof *columns);
        uint32_t row, end;
        covered(y, square, top, height, &row, &end);
        for (; row < end; row++) {
            uint32_t weight = overlap(row, top, y, square);
            const uint8_t *pixels = from->pixels + (size_t)row * width * 3;
            for (uint32_t i = 0; i < width * 3; i++)
                columns[i] += weight * pixels[i];
        }
        for (uint32_t x = 0; x < IMAGE_TENSOR_SIDE; x++) {
            uint32_t sums[3] = { area / 2, area / 2, area / 2 };
            uint32_t column;
            covered(x, square, left, width, &column, &end);
            for (; column < end; column++) {
                uint32_t weight = overlap(column, left, x, square);
                for (int c = 0; c < 3; c++)
                    sums[c] += weight * columns[column * 3 + c];
            }
            for (int c = 0; c < 3; c++)
                *tensor++ = (float)(sums[c] / area) / 127.5f - 1;
        }
    }
}
