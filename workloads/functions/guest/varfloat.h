/* Y3's floating-point values: IEEE 754, big-endian, zero bytes at the end cut off. The wire does not say how wide a value was
   before that: up to 4 bytes are taken for a float and more for a double. Those written here are never cut, so that their
   length keeps saying it. */
#ifndef VARFLOAT_H
#define VARFLOAT_H

#include "function.h"

/* Bytes are moved through a union: memcpy would have to come from a C library, and the shell for YoMo has none. */
union float_bits { float value; uint32_t bits; };
union double_bits { double value; uint64_t bits; };

/* Gives the message up unless there are 1 to 8 bytes. */
static inline double varfloat_read(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 8)
        fail("a number has 1 to 8 bytes");
    size_t width = size <= 4 ? 4 : 8;
    uint64_t bits = 0;
    for (size_t i = 0; i < width; i++)
        bits = bits << 8 | (i < size ? data[i] : 0);
    if (width == 4)
        return (union float_bits){.bits = (uint32_t)bits}.value;
    return (union double_bits){.bits = bits}.value;
}

/* Replies with a number as wide as one that came in size bytes. */
static inline void varfloat_reply(uint8_t tag, double value, size_t size)
{
    size_t width = size <= 4 ? 4 : 8;
    uint64_t bits = width == 4 ? (union float_bits){.value = (float)value}.bits : (union double_bits){.value = value}.bits;
    uint8_t bytes[8];
    for (size_t i = width; i-- > 0; bits >>= 8)
        bytes[i] = (uint8_t)bits;
    reply(tag, bytes, width);
}

#endif
