/* What BlazeFace found. */
#ifndef FACE_H
#define FACE_H

#include "blazeface.h"

#include <stdbool.h>

/* A box in fractions of the image's width and height, from its upper left corner. */
typedef struct {
    bool found;  /* the score is at least 0.75; else the box says nothing */
    float score; /* from 0 to 1 */
    float centre_x, centre_y;
    float width, height;
} face;

/* The likeliest face of an image of this many pixels, which image_to_tensor has put into the network's square. */
face face_find(const blazeface_output *output, int width, int height);

#endif
