#include "bench.h"

#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EXIT_USAGE = 2, EXIT_SOFTWARE = 70, EXIT_OUT_OF_MEMORY = 71, EXIT_IO = 74 }; /* all but the first as in BSD's sysexits.h */

#define ITERATIONS_OPTION "--iterations="

/* The kernel and its parts, each with a time for every iteration. */
enum { PHASES_MAX = 1 + 8 };
static struct {
    const char *name;
    int64_t *nanoseconds;
} phases[PHASES_MAX];
static long iterations = 1;
static long iteration; /* from 0 */

static int64_t now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static _Noreturn void wrong_usage(const char *problem)
{
    fprintf(stderr, "%s; usage: PROGRAM N [" ITERATIONS_OPTION "K]\n", problem);
    exit(EXIT_USAGE);
}

void bench_require_range(long n, long least, long most)
{
    if (n < least || n > most) {
        fprintf(stderr, "N must be from %ld to %ld, not %ld\n", least, most, n);
        exit(EXIT_USAGE);
    }
}

void bench_out_of_memory(void)
{
    fputs("out of memory\n", stderr);
    exit(EXIT_OUT_OF_MEMORY);
}

void *bench_allocate(size_t bytes)
{
    void *memory = malloc(bytes);
    if (memory == NULL)
        bench_out_of_memory();
    return memory;
}

/* Weak, so that a workload may have its own. */
__attribute__((weak)) void workload_prepare(long n)
{
    (void)n;
}

__attribute__((weak)) void workload_phases(void) {}

int64_t bench_clock(void)
{
    return now(CLOCK_MONOTONIC);
}

void bench_phase(const char *name, int64_t nanoseconds)
{
    int index = 0;
    while (index < PHASES_MAX && phases[index].name != NULL && strcmp(phases[index].name, name) != 0)
        index++;
    if (index == PHASES_MAX) {
        fputs("more phases than expected\n", stderr);
        exit(EXIT_SOFTWARE);
    }
    if (phases[index].name == NULL) {
        phases[index].name = name;
        phases[index].nanoseconds = bench_allocate((size_t)iterations * sizeof(int64_t));
        /* A part that an iteration does not have took no time. */
        memset(phases[index].nanoseconds, 0, (size_t)iterations * sizeof(int64_t));
    }
    phases[index].nanoseconds[iteration] = nanoseconds;
}

static long parse_count(const char *text, const char *problem)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0)
        wrong_usage(problem);
    return value;
}

static _Noreturn void cannot_write(void)
{
    fprintf(stderr, "cannot write the answer: %s\n", strerror(errno));
    exit(EXIT_IO);
}

int main(int argc, char **argv)
{
    int64_t main_at = now(CLOCK_REALTIME);
    fprintf(stderr, "bench: main-at=%" PRId64 "\n", main_at);

    if (argc < 2 || argc > 3)
        wrong_usage("one number is needed");
    long n = parse_count(argv[1], "N must be a whole number that fits in a long");
    if (argc == 3) {
        const size_t prefix = sizeof ITERATIONS_OPTION - 1;
        if (strncmp(argv[2], ITERATIONS_OPTION, prefix) != 0)
            wrong_usage("unknown option");
        iterations = parse_count(argv[2] + prefix, "K must be a whole number");
        if (iterations < 1 || iterations > 1000000)
            wrong_usage("K must be from 1 to 1000000");
    }

    bench_phase("execute", 0);
    workload_prepare(n);
    for (iteration = 0; iteration < iterations; iteration++) {
        int64_t start = bench_clock();
        workload_compute(n);
        bench_phase("execute", bench_clock() - start);
        workload_phases();
    }

    workload_print(stdout);
    if (fflush(stdout) != 0 || ferror(stdout))
        cannot_write();
    for (int i = 0; i < PHASES_MAX && phases[i].name != NULL; i++) {
        for (long k = 0; k < iterations; k++)
            fprintf(stderr, "bench: phase=%s iteration=%ld ns=%" PRId64 "\n", phases[i].name, k + 1, phases[i].nanoseconds[k]);
        free(phases[i].nanoseconds);
    }
    return 0;
}
