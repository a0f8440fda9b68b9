#include "bench.h"

/* The largest level whose triple is exact to the last of its three decimals. */
enum { MAX_LEVEL = 1000000000 };

static double tripled;

void workload_compute(long n)
{
    bench_require_range(n, 0, MAX_LEVEL);
    tripled = 3 * (n / 1000.0);
}

void workload_print(FILE *out)
{
    fprintf(out, "%.3f\n", tripled);
}
