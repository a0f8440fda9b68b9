/* Files of weights. Little-endian: four letters, length and CRC-32 of the rest, then sizes and weights of 32 bits. */
#ifndef MODEL_FILE_H
#define MODEL_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint8_t *at;
    size_t left; /* bytes */
} model_reader;

/* letters: with which the file begins; not_this_model: what to say if it does not. NULL, or what is wrong. */
const char *model_open(model_reader *reader, const uint8_t *file, size_t bytes, const char *letters, const char *not_this_model);

/* Neither looks whether the file has so much left. */
uint32_t model_read_word(model_reader *reader);
float model_read_float(model_reader *reader);

static inline bool model_next_is(model_reader *reader, int expected)
{
    return model_read_word(reader) == (uint32_t)expected;
}

#endif
