#include "image.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_NO_HDR
#define STBI_NO_LINEAR
#define STBI_NO_THREAD_LOCALS
#define STBI_MAX_DIMENSIONS 4096
#include "stb_image.h"

/* A file as its header has it. */
typedef struct {
    uint32_t width, height;
    bool has_size;
    const char *fault; /* NULL: the file has all its parts */
} header;

static char phrase[64]; /* a fault with numbers in it */

static uint32_t read_big_endian(const uint8_t *at, int bytes)
{
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++)
        value = value << 8 | at[i];
    return value;
}

/* Chunks of length, type, body and checksum; the last one is IEND. stb_image takes some files that end before it. */
static header scan_png(const uint8_t *file, size_t bytes)
{
    enum { SIGNATURE = 8, CHUNK_HEAD = 8, CHUNK_CHECKSUM = 4, IHDR = 13 };
    header found = { .fault = "truncated PNG" };
    for (size_t at = SIGNATURE; bytes - at >= CHUNK_HEAD + CHUNK_CHECKSUM;) {
        size_t length = read_big_endian(file + at, 4);
        const uint8_t *type = file + at + 4;
        if (length > bytes - at - CHUNK_HEAD - CHUNK_CHECKSUM)
            break;
        if (!found.has_size) {
            if (length != IHDR || memcmp(type, "IHDR", 4) != 0) {
                found.fault = "damaged PNG";
                break;
            }
            found.width = read_big_endian(file + at + CHUNK_HEAD, 4);
            found.height = read_big_endian(file + at + CHUNK_HEAD + 4, 4);
            found.has_size = true;
        }
        if (memcmp(type, "IEND", 4) == 0) {
            found.fault = NULL;
            break;
        }
        at += CHUNK_HEAD + length + CHUNK_CHECKSUM;
    }
    return found;
}

/* Markers of JPEG, behind an ff. */
enum { TEM = 0x01, SOF0 = 0xc0, SOF2 = 0xc2, DHT = 0xc4, JPG = 0xc8, SOF9 = 0xc9, DAC = 0xcc, SOF15 = 0xcf, RST0 = 0xd0, SOI = 0xd8, EOI = 0xd9 };

static bool is_frame(uint8_t marker)
{
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
}

/* segment: length, then tables of kind, 16 counts, and as many codes as they say. stb_image writes beyond its own table if these are more than 256. */
static bool is_huffman_fit(const uint8_t *segment, size_t length)
{
    enum { COUNTS = 16, CODES_MAX = 256 };
    size_t at = 2;
    while (length - at > COUNTS) {
        size_t codes = 0;
        for (int i = 1; i <= COUNTS; i++)
            codes += segment[at + i];
        if (codes > CODES_MAX || codes > length - at - 1 - COUNTS)
            return false;
        at += 1 + COUNTS + codes;
    }
    return at == length;
}

/* segment: length, bits of a sample, height, width, components. */
static const char *fault_of_frame(uint8_t marker, const uint8_t *segment)
{
    if (marker > SOF2 && marker < SOF9)
        return "lossless or hierarchical JPEG is not supported";
    if (marker >= SOF9)
        return "arithmetic-coded JPEG is not supported";
    if (segment[2] != 8) {
        snprintf(phrase, sizeof phrase, "JPEG of %d bits is not supported", segment[2]);
        return phrase;
    }
    return segment[7] == 4 ? "CMYK JPEG is not supported" : NULL;
}

/* Segments of marker, length and body, some followed by entropy-coded data; EOI ends the file. stb_image makes grey of what is missing. */
static header scan_jpeg(const uint8_t *file, size_t bytes)
{
    enum { FRAME = 8 };
    header found = { .fault = "truncated JPEG" };
    for (size_t at = 2; bytes - at >= 2;) {
        /* Entropy-coded data has an ff only before 0 or a restart marker. */
        if (file[at] != 0xff || file[at + 1] == 0xff) {
            at++;
            continue;
        }
        uint8_t marker = file[at + 1];
        at += 2;
        if (marker == 0 || marker == TEM || (marker >= RST0 && marker <= SOI))
            continue;
        if (marker == EOI) {
            found.fault = found.has_size ? NULL : "damaged JPEG";
            break;
        }
        if (bytes - at < 2)
            break;
        size_t length = read_big_endian(file + at, 2);
        if (length < 2 || (is_frame(marker) && length < FRAME)) {
            found.fault = "damaged JPEG";
            break;
        }
        if (length > bytes - at)
            break;
        if (marker == DHT && !is_huffman_fit(file + at, length)) {
            found.fault = "damaged JPEG";
            break;
        }
        if (is_frame(marker)) {
            found.height = read_big_endian(file + at + 3, 2);
            found.width = read_big_endian(file + at + 5, 2);
            found.has_size = true;
            const char *fault = fault_of_frame(marker, file + at);
            if (fault != NULL) {
                found.fault = fault;
                break;
            }
        }
        at += length;
    }
    return found;
}

static const char *fault_of_size(const header *header)
{
    bool none = header->width == 0 || header->height == 0;
    if (!none && header->width <= IMAGE_SIDE_MAX && header->height <= IMAGE_SIDE_MAX)
        return NULL;
    snprintf(phrase, sizeof phrase, "%u x %u pixels are too %s", (unsigned)header->width, (unsigned)header->height, none ? "few" : "many");
    return phrase;
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
    header header = is_png ? scan_png(file, bytes) : scan_jpeg(file, bytes);
    const char *fault = header.has_size ? fault_of_size(&header) : NULL;
    if (fault == NULL)
        fault = header.fault;
    if (fault != NULL)
        return fault;
    int channels;
    decoded->pixels = stbi_load_from_memory(file, (int)bytes, &decoded->width, &decoded->height, &channels, 3);
    if (decoded->pixels == NULL)
        return is_png ? "damaged PNG" : "damaged JPEG";
    return NULL;
}

void image_free(image *decoded)
{
    stbi_image_free(decoded->pixels);
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
