/* The two kinds of files, each with a source file and its part of stb_image. */
#ifndef IMAGE_FILE_H
#define IMAGE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What a look at the file's structure finds, before anything is decoded. */
typedef struct {
    uint32_t width, height;
    bool has_size;
    char fault[64]; /* empty: the file has all its parts */
} image_header;

image_header png_scan(const uint8_t *file, size_t bytes);
image_header jpeg_scan(const uint8_t *file, size_t bytes);

/* Pixels of red, green and blue, to be freed; NULL if the file is damaged. */
uint8_t *png_decode(const uint8_t *file, int bytes, int *width, int *height);
uint8_t *jpeg_decode(const uint8_t *file, int bytes, int *width, int *height);

static inline void set_fault(image_header *header, const char *fault)
{
    snprintf(header->fault, sizeof header->fault, "%s", fault);
}

static inline uint32_t read_big_endian(const uint8_t *at, int bytes)
{
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++)
        value = value << 8 | at[i];
    return value;
}

#endif
