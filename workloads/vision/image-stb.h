/* stb_image for one kind of file: STBI_ONLY_PNG or STBI_ONLY_JPEG is defined before. */
#ifndef IMAGE_STB_H
#define IMAGE_STB_H

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_NO_STDIO
#define STBI_NO_HDR
#define STBI_NO_LINEAR
#define STBI_NO_THREAD_LOCALS
#define STBI_MAX_DIMENSIONS 4096
/* assert would put the path of the library's file into the program, and the same checkout elsewhere would make another one. */
#define STBI_ASSERT(condition) ((condition) ? (void)0 : abort())
#pragma GCC diagnostic ignored "-Wunused-function" /* of a library most is unused */
#pragma GCC diagnostic ignored "-Wunused-parameter"

/* LLVM 19 in WasmEdge's JIT crashes when it unrolls loops of stb_image that Clang has unrolled before. So Clang does not, whatever it
   compiles for; all headers that the library includes stand above, so that the word is another one in its own code alone. */
#ifdef __clang__
#define for _Pragma("clang loop unroll(disable)") for
#endif
#include "stb_image.h"
#undef for

#endif
