/* Y3, a tag-length-value encoding: tag (bit 7: node, bit 6: slice, the rest an id), length, value. The wire has no types:
   the functions say what a value is taken for, and return false if it cannot be that. In a header, so that a compiler sees
   reader and decoder as one, as those of C# do. */
#ifndef TLV_H
#define TLV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* What is left of one level. */
typedef struct {
    const uint8_t *at, *end;
} tlv_packets;

typedef struct {
    uint8_t tag;
    const uint8_t *value;
    size_t length;
} tlv_packet;

/* A PVarInt: groups of seven bits, the most significant first; bit 7 says that another follows, bit 6 of the first is the sign. */
static inline bool tlv_length(tlv_packets *from, size_t *length)
{
    if (from->at == from->end)
        return false;
    uint8_t byte = *from->at++;
    if (byte & 0x40)
        return false; /* negative */
    uint64_t value = byte & 0x7f;
    for (int bytes = 1; byte & 0x80; bytes++) {
        if (bytes == 5 || from->at == from->end)
            return false;
        byte = *from->at++;
        value = value << 7 | (byte & 0x7f);
    }
    if (value > (uint64_t)(from->end - from->at))
        return false;
    *length = (size_t)value;
    return true;
}

/* False at the end, and if the packet goes beyond it. */
static inline bool tlv_next(tlv_packets *from, tlv_packet *next)
{
    if (from->at == from->end)
        return false;
    next->tag = *from->at++;
    if (!tlv_length(from, &next->length))
        return false;
    next->value = from->at;
    from->at += next->length;
    return true;
}

static inline tlv_packets tlv_inside(const tlv_packet *node)
{
    return (tlv_packets){ node->value, node->value + node->length };
}

/* An NVarInt: the fewest bytes of the two's complement, big-endian; longer forms are read too. */
static inline bool tlv_int64(const tlv_packet *from, int64_t *value)
{
    if (from->length == 0 || from->length > sizeof *value)
        return false;
    uint64_t bits = from->value[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < from->length; i++)
        bits = bits << 8 | from->value[i];
    *value = (int64_t)bits;
    return true;
}

static inline bool tlv_int32(const tlv_packet *from, int32_t *value)
{
    int64_t wide;
    if (!tlv_int64(from, &wide) || wide != (int32_t)wide)
        return false;
    *value = (int32_t)wide;
    return true;
}

/* IEEE 754, big-endian, without its trailing zero bytes: from the top of the result down. */
static inline bool tlv_bits(const tlv_packet *from, size_t bytes, uint64_t *bits)
{
    if (from->length == 0 || from->length > bytes)
        return false;
    *bits = 0;
    for (size_t i = 0; i < from->length; i++)
        *bits |= (uint64_t)from->value[i] << (56 - 8 * i);
    return true;
}

static inline bool tlv_double(const tlv_packet *from, double *value)
{
    uint64_t bits;
    if (!tlv_bits(from, sizeof *value, &bits))
        return false;
    memcpy(value, &bits, sizeof *value);
    return true;
}

static inline bool tlv_float(const tlv_packet *from, float *value)
{
    uint64_t bits;
    if (!tlv_bits(from, sizeof *value, &bits))
        return false;
    uint32_t upper = (uint32_t)(bits >> 32);
    memcpy(value, &upper, sizeof *value);
    return true;
}

/* Nothing is false, and so is every other byte than 1. */
static inline bool tlv_bool(const tlv_packet *from)
{
    return from->length > 0 && from->value[0] == 1;
}

static inline bool tlv_text(const tlv_packet *from, uint8_t *text, size_t capacity, size_t *length)
{
    if (from->length > capacity)
        return false;
    memcpy(text, from->value, from->length);
    *length = from->length;
    return true;
}

#endif
