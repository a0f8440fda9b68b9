/* Images: files to pixels, pixels to what a network reads. */
#ifndef IMAGE_H
#define IMAGE_H

#include <stddef.h>
#include <stdint.h>

enum {
    IMAGE_SIDE_MAX = 4096, /* pixels, width and height: hence at most 16 megapixels */
    IMAGE_TENSOR_SIDE = 128,
    IMAGE_TENSOR_FLOATS = IMAGE_TENSOR_SIDE * IMAGE_TENSOR_SIDE * 3
};

/* Rows from the top, pixels of red, green and blue. */
typedef struct {
    int width, height;
    uint8_t *pixels;
} image;

/* Reads a PNG or a JPEG file: alpha dropped, grey replicated, 16 bits cut to the upper 8. Too many pixels are refused before
   memory is asked for. NULL, or a short phrase that says what is wrong and is kept until the next call. */
const char *image_decode(const uint8_t *file, size_t bytes, image *decoded);

void image_free(image *decoded);

/* Puts the image into the middle of the smallest square that holds it, black around it, takes the mean over the area of each
   of 128 x 128 pixels, rounded to whole numbers, and maps 0 to 255 on -1 to 1: floats by row, pixel, channel. */
void image_to_tensor(const image *from, float *tensor);

#endif
