#include "bench.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A number is an array of limbs in base 10 000, the most significant first; limb 0 is the whole part.
   Each of the 0.93 n terms is cut off at the last limb and errs by less than 3 units there, the sum by less than 1e6:
   the guard limbs leave the digits before them exact, short of six zeros or nines in a row just behind the last one.
   MAX_N keeps intermediate values in their type: a remainder (< 1.44 n) times the base in 32 bits, and a limb of the
   sum, which takes at most 0.93 n quotients below the base before it is carried, in 31. */
enum { BASE = 10000, DIGITS_PER_LIMB = 4, GUARD_LIMBS = 3, MAX_N = 100000 };

static char *digits;
static size_t digits_length;

/* Divides the limbs in place; everything before `from` is zero. */
static void divide(uint32_t *limbs, size_t from, size_t length, uint32_t divisor)
{
    uint32_t remainder = 0;
    for (size_t i = from; i < length; i++) {
        uint32_t value = remainder * BASE + limbs[i];
        limbs[i] = value / divisor;
        remainder = value % divisor;
    }
}

/* Adds sign * limbs / divisor to the sum and leaves the carries for later. */
static void add_quotient(int32_t *sum, int32_t sign, const uint32_t *limbs, size_t from, size_t length, uint32_t divisor)
{
    uint32_t remainder = 0;
    for (size_t i = from; i < length; i++) {
        uint32_t value = remainder * BASE + limbs[i];
        sum[i] += sign * (int32_t)(value / divisor);
        remainder = value % divisor;
    }
}

/* Adds factor * arctan(1/x) = factor * (1/x - 1/(3 x^3) + 1/(5 x^5) - ...). */
static void add_arctan(int32_t *sum, uint32_t *power, size_t length, int32_t factor, uint32_t x)
{
    memset(power, 0, length * sizeof *power);
    power[0] = (uint32_t)abs(factor);
    divide(power, 0, length, x);

    int32_t sign = factor < 0 ? -1 : 1;
    size_t from = 0;
    for (uint32_t odd = 1;; odd += 2, sign = -sign) {
        while (from < length && power[from] == 0)
            from++;
        if (from == length)
            return;
        add_quotient(sum, sign, power, from, length, odd);
        divide(power, from, length, x * x);
    }
}

static void carry(int32_t *sum, size_t length)
{
    for (size_t i = length - 1; i > 0; i--) {
        int32_t up = sum[i] / BASE;
        sum[i] -= up * BASE;
        if (sum[i] < 0) {
            sum[i] += BASE;
            up--;
        }
        sum[i - 1] += up;
    }
}

void workload_compute(long n)
{
    bench_require_range(n, 1, MAX_N);
    size_t decimal_limbs = ((size_t)n + DIGITS_PER_LIMB - 1) / DIGITS_PER_LIMB;
    size_t length = 1 + decimal_limbs + GUARD_LIMBS;
    int32_t *sum = bench_allocate(length * sizeof *sum);
    uint32_t *power = bench_allocate(length * sizeof *power);

    memset(sum, 0, length * sizeof *sum);
    add_arctan(sum, power, length, 16, 5);
    add_arctan(sum, power, length, -4, 239);
    carry(sum, length);

    free(digits);
    digits_length = (size_t)n;
    digits = bench_allocate(decimal_limbs * DIGITS_PER_LIMB);
    for (size_t i = 0; i < decimal_limbs; i++) {
        int32_t limb = sum[i + 1];
        for (size_t j = DIGITS_PER_LIMB; j > 0; j--) {
            digits[i * DIGITS_PER_LIMB + j - 1] = (char)('0' + limb % 10);
            limb /= 10;
        }
    }
    free(power);
    free(sum);
}

void workload_print(FILE *out)
{
    fputs("3.", out);
    fwrite(digits, 1, digits_length, out);
    fputc('\n', out);
}
