#include "bench.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

enum { MAX_N = 16 };

static struct {
    int n, max_flips;
    int64_t checksum;
} answer;

static int count_flips(const int *permutation, int n)
{
    int perm[MAX_N];
    memcpy(perm, permutation, (size_t)n * sizeof *perm);
    int flips = 0;
    for (int first = perm[0]; first != 0; first = perm[0]) {
        for (int low = 0, high = first; low < high; low++, high--) {
            int swap = perm[low];
            perm[low] = perm[high];
            perm[high] = swap;
        }
        flips++;
    }
    return flips;
}

/* The next permutation in the order that the benchmark prescribes; 0 after the last one. */
static int next_permutation(int *perm, int *count, int n)
{
    for (int r = 1; r < n; r++) {
        int first = perm[0];
        for (int i = 0; i < r; i++)
            perm[i] = perm[i + 1];
        perm[r] = first;
        if (++count[r] <= r)
            return 1;
        count[r] = 0;
    }
    return 0;
}

void workload_compute(long n)
{
    bench_require_range(n, 1, MAX_N);
    int perm[MAX_N], count[MAX_N] = { 0 };
    for (int i = 0; i < n; i++)
        perm[i] = i;

    int max_flips = 0;
    int64_t checksum = 0, permutation_index = 0;
    do {
        int flips = count_flips(perm, (int)n);
        if (flips > max_flips)
            max_flips = flips;
        checksum += permutation_index % 2 == 0 ? flips : -flips;
        permutation_index++;
    } while (next_permutation(perm, count, (int)n));

    answer.n = (int)n;
    answer.max_flips = max_flips;
    answer.checksum = checksum;
}

void workload_print(FILE *out)
{
    fprintf(out, "%" PRId64 "\nPfannkuchen(%d) = %d\n", answer.checksum, answer.n, answer.max_flips);
}
