#include "image-file.h"

#define STBI_ONLY_JPEG
#include "image-stb.h"

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
static bool is_frame_known(uint8_t marker, const uint8_t *segment, image_header *header)
{
    if (marker > SOF2 && marker < SOF9)
        set_fault(header, "lossless or hierarchical JPEG is not supported");
    else if (marker >= SOF9)
        set_fault(header, "arithmetic-coded JPEG is not supported");
    else if (segment[2] != 8)
        snprintf(header->fault, sizeof header->fault, "JPEG of %d bits is not supported", segment[2]);
    else if (segment[7] == 4)
        set_fault(header, "CMYK JPEG is not supported");
    else
        return true;
    return false;
}

/* Segments of marker, length and body, some followed by entropy-coded data; EOI ends the file. stb_image makes grey of what is missing. */
image_header jpeg_scan(const uint8_t *file, size_t bytes)
{
    enum { FRAME = 8 };
    image_header found = { .fault = "truncated JPEG" };
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
            set_fault(&found, found.has_size ? "" : "damaged JPEG");
            break;
        }
        if (bytes - at < 2)
            break;
        size_t length = read_big_endian(file + at, 2);
        if (length < 2 || (is_frame(marker) && length < FRAME)) {
            set_fault(&found, "damaged JPEG");
            break;
        }
        if (length > bytes - at)
            break;
        if (marker == DHT && !is_huffman_fit(file + at, length)) {
            set_fault(&found, "damaged JPEG");
            break;
        }
        if (is_frame(marker)) {
            found.height = read_big_endian(file + at + 3, 2);
            found.width = read_big_endian(file + at + 5, 2);
            found.has_size = true;
            if (!is_frame_known(marker, file + at, &found))
                break;
        }
        at += length;
    }
    return found;
}

uint8_t *jpeg_decode(const uint8_t *file, int bytes, int *width, int *height)
{
    int channels;
    return stbi_load_from_memory(file, bytes, width, height, &channels, 3);
}
