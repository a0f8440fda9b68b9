/* What a workload provides and what guest/bench.c provides to it; harness/PROTOCOL.md has the rules. */
#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>
#include <stdio.h>

/* A fused multiply-add rounds once where a multiplication and an addition round twice, so the last digits of
   an answer could depend on the machine. GCC knows no such pragma: there the flag -ffp-contract=off is needed. */
#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* Optional: makes what the kernel works on. Called once, before the first workload_compute, and never timed. */
void workload_prepare(long n);

/* The kernel: the only thing that is timed. May be called several times in a row, keeps the last answer in memory. */
void workload_compute(long n);

/* Writes the answer of the last workload_compute. */
void workload_print(FILE *out);

/* Optional: says with bench_phase what of the last workload_compute went where. Called after each one, not timed. */
void workload_phases(void);

/* For workload_phases: nanoseconds of a part of the kernel. The name is kept, not copied. At most 8 names. */
void bench_phase(const char *name, int64_t nanoseconds);

/* Monotonic, in nanoseconds. */
int64_t bench_clock(void);

/* Wrong usage unless least <= n <= most: one line on standard error, exit 2. */
void bench_require_range(long n, long least, long most);

/* malloc that ends the program with one line on standard error instead of returning NULL. */
void *bench_allocate(size_t bytes);

_Noreturn void bench_out_of_memory(void);

#endif
