#include "image-file.h"

#include <string.h>

#define STBI_ONLY_PNG
#include "image-stb.h"

/* Chunks of length, type, body and checksum; the last one is IEND. stb_image takes some files that end before it. */
image_header png_scan(const uint8_t *file, size_t bytes)
{
    enum { SIGNATURE = 8, CHUNK_HEAD = 8, CHUNK_CHECKSUM = 4, IHDR = 13 };
    image_header found = { .fault = "truncated PNG" };
    for (size_t at = SIGNATURE; bytes - at >= CHUNK_HEAD + CHUNK_CHECKSUM;) {
        size_t length = read_big_endian(file + at, 4);
        const uint8_t *type = file + at + 4;
        if (length > bytes - at - CHUNK_HEAD - CHUNK_CHECKSUM)
            break;
        if (!found.has_size) {
            if (length != IHDR || memcmp(type, "IHDR", 4) != 0) {
                set_fault(&found, "damaged PNG");
                break;
            }
            found.width = read_big_endian(file + at + CHUNK_HEAD, 4);
            found.height = read_big_endian(file + at + CHUNK_HEAD + 4, 4);
            found.has_size = true;
        }
        if (memcmp(type, "IEND", 4) == 0) {
            set_fault(&found, "");
            break;
        }
        at += CHUNK_HEAD + length + CHUNK_CHECKSUM;
    }
    return found;
}

uint8_t *png_decode(const uint8_t *file, int bytes, int *width, int *height)
{
    int channels;
    return stbi_load_from_memory(file, bytes, width, height, &channels, 3);
}
