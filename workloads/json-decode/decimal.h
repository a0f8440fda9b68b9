/* Numbers as text, and the IEEE 754 double that is nearest to one. */
#ifndef DECIMAL_H
#define DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    const uint8_t *text, *end; /* behind the sign */
    uint64_t digits;           /* the first 19 that count */
    int64_t exponent;          /* the value is digits times ten to it */
    int64_t power;             /* what the text gives behind an e */
    bool negative, whole;      /* whole: neither a fraction nor an e */
    bool exact;                /* digits holds all but zeros */
} decimal;

/* 10^22 is the largest power of ten that is a double. */
enum { DIGITS_KEPT = 19, POWER_EXACT = 22 };

/* No text is so long that a larger exponent could come back to what a double holds. */
enum { POWER_MAX = 1000000000 };

static inline bool is_digit(const uint8_t *at, const uint8_t *end)
{
    return at < end && *at >= '0' && *at <= '9';
}

static inline void add_digit(decimal *number, uint8_t digit, int *kept)
{
    if (*kept == DIGITS_KEPT) {
        number->exact = number->exact && digit == 0;
        number->exponent++;
        return;
    }
    number->digits = number->digits * 10 + digit;
    *kept += number->digits != 0;
}

/* Moves *at behind the number, by the grammar of JSON: no leading zeros, no sign but a minus, digits on both sides of the point. */
static inline bool decimal_read(const uint8_t **from, const uint8_t *end, decimal *number)
{
    const uint8_t *at = *from;
    int kept = 0;
    number->negative = at < end && *at == '-';
    if (number->negative)
        at++;
    number->text = at;
    number->digits = 0;
    number->exponent = number->power = 0;
    number->whole = number->exact = true;
    if (!is_digit(at, end))
        return false;
    if (*at == '0')
        at++;
    else
        for (; is_digit(at, end); at++)
            add_digit(number, *at - '0', &kept);
    if (at < end && *at == '.') {
        number->whole = false;
        at++;
        if (!is_digit(at, end))
            return false;
        for (; is_digit(at, end); at++, number->exponent--)
            add_digit(number, *at - '0', &kept);
    }
    number->end = at;
    if (at < end && (*at | 0x20) == 'e') {
        number->whole = false;
        at++;
        bool negative = at < end && *at == '-';
        if (at < end && (*at == '-' || *at == '+'))
            at++;
        if (!is_digit(at, end))
            return false;
        for (; is_digit(at, end); at++)
            if (number->power < POWER_MAX)
                number->power = number->power * 10 + (*at - '0');
        if (negative)
            number->power = -number->power;
        number->exponent += number->power;
    }
    *from = at;
    return true;
}

/* False unless the number is whole and from least to most. */
static inline bool decimal_integer(const decimal *number, int64_t least, int64_t most, int64_t *value)
{
    /* -(least + 1) cannot overflow, and digits of 19 places cannot wrap. */
    uint64_t limit = number->negative ? (least < 0 ? (uint64_t)-(least + 1) + 1 : 0) : (uint64_t)most;
    if (!number->whole || number->exponent != 0 || number->digits > limit)
        return false;
    *value = number->negative ? (int64_t)(0 - number->digits) : (int64_t)number->digits;
    return true;
}

/* 0.d1d2d3... times ten to the point. Each double, and each middle between two, has fewer digits than this: of the others
   it is enough to know whether there is one that is not zero. */
enum { DIGITS_MAX = 800, SHIFT_MAX = 59 };

typedef struct {
    uint8_t digit[DIGITS_MAX];
    size_t count;
    int64_t point;
    bool more;
} long_decimal;

static inline void long_append(long_decimal *value, uint8_t digit)
{
    if (value->count == 0 && digit == 0)
        value->point--;
    else if (value->count < DIGITS_MAX)
        value->digit[value->count++] = digit;
    else
        value->more = value->more || digit != 0;
}

static inline void long_multiply(long_decimal *value, int shift)
{
    uint64_t carry = 0;
    for (size_t i = value->count; i > 0; i--) {
        carry += (uint64_t)value->digit[i - 1] << shift;
        value->digit[i - 1] = carry % 10;
        carry /= 10;
    }
    uint8_t front[20];
    size_t count = 0;
    for (; carry > 0; carry /= 10)
        front[count++] = carry % 10;
    for (; value->count + count > DIGITS_MAX; value->count--)
        value->more = value->more || value->digit[value->count - 1] != 0;
    memmove(value->digit + count, value->digit, value->count);
    for (size_t i = 0; i < count; i++)
        value->digit[i] = front[count - 1 - i];
    value->count += count;
    value->point += (int64_t)count;
}

static inline void long_divide(long_decimal *value, int shift)
{
    uint64_t mask = ((uint64_t)1 << shift) - 1, rest = 0;
    size_t count = value->count;
    value->count = 0; /* what is appended never overtakes what is read */
    for (size_t i = 0; i < count || rest != 0; i++) {
        rest = rest * 10 + (i < count ? value->digit[i] : 0);
        long_append(value, (uint8_t)(rest >> shift));
        rest &= mask;
    }
}

/* The whole part, rounded to nearest, halves to even. */
static inline uint64_t long_round(const long_decimal *value)
{
    uint64_t whole = 0;
    for (int64_t i = 0; i < value->point; i++)
        whole = whole * 10 + (i < (int64_t)value->count ? value->digit[i] : 0);
    if (value->point < 0 || value->point >= (int64_t)value->count)
        return whole;
    uint8_t next = value->digit[value->point];
    bool beyond = value->more;
    for (size_t i = (size_t)value->point + 1; i < value->count; i++)
        beyond = beyond || value->digit[i] != 0;
    return whole + (next > 5 || (next == 5 && (beyond || whole % 2 == 1)));
}

/* The slow way, for any number: scaled by powers of two to [1/2, 1), then the 53 bits behind the point. False beyond the largest double. */
static inline bool decimal_slow(const decimal *number, double *value)
{
    long_decimal scaled = { .count = 0, .point = 0, .more = false };
    bool fraction = false;
    for (const uint8_t *at = number->text; at < number->end; at++) {
        if (*at == '.') {
            fraction = true;
            continue;
        }
        /* A leading zero of the whole part is the only digit there: it moves the point down, and up again. */
        scaled.point += !fraction;
        long_append(&scaled, *at - '0');
    }
    scaled.point += number->power;
    *value = 0;
    if (scaled.count == 0 || scaled.point < -330)
        return true;
    if (scaled.point > 309)
        return false;

    int exponent = 0;
    while (scaled.point > 0) {
        int shift = scaled.point > 19 ? SHIFT_MAX : 3 * (int)(scaled.point - 1) + 1;
        long_divide(&scaled, shift);
        exponent += shift;
    }
    while (scaled.point < 0 || scaled.digit[0] < 5) {
        int shift = scaled.point < -19 ? SHIFT_MAX : scaled.point < 0 ? -3 * (int)scaled.point : 1;
        long_multiply(&scaled, shift);
        exponent -= shift;
    }
    /* Below 2^-1022 the last bit is always 2^-1074. */
    for (; exponent < -1021; exponent++)
        long_divide(&scaled, 1);
    long_multiply(&scaled, 53);
    uint64_t bits = long_round(&scaled);
    if (bits == (uint64_t)1 << 53) {
        bits >>= 1;
        exponent++;
    }
    if (exponent > 1024)
        return false;
    if (bits >> 52 != 0)
        bits = (bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)(exponent + 1022) << 52;
    memcpy(value, &bits, sizeof *value);
    return true;
}

/* The nearest double, halves to even; a number that is too small is 0. False beyond the largest one. */
static inline bool decimal_double(const decimal *number, double *value)
{
    static const double power_of_ten[POWER_EXACT + 1] = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    };
    /* Clinger, "How to read floating point numbers accurately", PLDI 1990: both numbers are doubles, so there is one rounding only. */
    if (number->exact && number->digits <= (uint64_t)1 << 53 && number->exponent >= -POWER_EXACT && number->exponent <= POWER_EXACT)
        *value = number->exponent < 0 ? (double)number->digits / power_of_ten[-number->exponent] : (double)number->digits * power_of_ten[number->exponent];
    else if (!decimal_slow(number, value))
        return false;
    if (number->negative)
        *value = -*value;
    return true;
}

#endif
