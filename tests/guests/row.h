// The row that says when main was reached: harness/PROTOCOL.md.
#ifndef BENCH_GUESTS_ROW_H
#define BENCH_GUESTS_ROW_H

#include <stdio.h>
#include <time.h>

static void report_main_at(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    fprintf(stderr, "bench: main-at=%lld%09ld\n", (long long)now.tv_sec, now.tv_nsec);
}

#endif
