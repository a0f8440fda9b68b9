#include "model-file.h"

#include <string.h>

enum { HEADER_BYTES = 12 };

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

const char *model_open(model_reader *reader, const uint8_t *file, size_t bytes, const char *letters, const char *not_this_model)
{
    if (bytes < HEADER_BYTES || memcmp(file, letters, 4) != 0)
        return not_this_model;
    *reader = (model_reader){ file + 4, bytes - 4 };
    uint32_t length = model_read_word(reader);
    uint32_t crc = model_read_word(reader);
    if (length != reader->left)
        return "the model is damaged (length)";
    if (crc != crc32_of(reader->at, reader->left))
        return "the model is damaged (checksum)";
    return NULL;
}

uint32_t model_read_word(model_reader *reader)
{
    const uint8_t *b = reader->at;
    reader->at += 4;
    reader->left -= 4;
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

float model_read_float(model_reader *reader)
{
    uint32_t bits = model_read_word(reader);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}
