#include "bench.h"

#include <stdlib.h>

enum { MAX_N = 64000, ITERATIONS = 50 };

static const double LIMIT_SQUARED = 4.0;

static long size;
static size_t bitmap_bytes;
static unsigned char *bitmap;

static int is_member(double cr, double ci)
{
    double zr = 0.0, zi = 0.0, tr = 0.0, ti = 0.0;
    for (int i = 0; i < ITERATIONS && tr + ti <= LIMIT_SQUARED; i++) {
        zi = 2.0 * zr * zi + ci;
        zr = tr - ti + cr;
        tr = zr * zr;
        ti = zi * zi;
    }
    return tr + ti <= LIMIT_SQUARED;
}

void workload_compute(long n)
{
    bench_require_range(n, 1, MAX_N);
    size_t row_bytes = ((size_t)n + 7) / 8;
    free(bitmap);
    size = n;
    bitmap_bytes = row_bytes * (size_t)n;
    bitmap = bench_allocate(bitmap_bytes);

    unsigned char *next = bitmap;
    for (long y = 0; y < n; y++) {
        double ci = 2.0 * (double)y / (double)n - 1.0;
        for (long byte_x = 0; byte_x < n; byte_x += 8) {
            unsigned bits = 0;
            for (long x = byte_x; x < byte_x + 8; x++) {
                double cr = 2.0 * (double)x / (double)n - 1.5;
                /* The last byte of a row is padded with zeros. */
                bits = bits << 1 | (unsigned)(x < n && is_member(cr, ci));
            }
            *next++ = (unsigned char)bits;
        }
    }
}

void workload_print(FILE *out)
{
    fprintf(out, "P4\n%ld %ld\n", size, size);
    fwrite(bitmap, 1, bitmap_bytes, out);
}
