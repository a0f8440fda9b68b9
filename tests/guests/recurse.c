#include <limits.h>
#include <stdlib.h>

#include "row.h"

// Writes through a volatile array, and a read of it after the call, keep compilers from turning the recursion into a loop.
static unsigned descend(unsigned depth) {
    if (depth == UINT_MAX) return 0;  // a stack of 2^32 frames: no engine gets here
    volatile unsigned trail[4];
    trail[depth & 3] = depth;
    return descend(depth + 1) + trail[depth & 3];
}

int main(int argc, char **argv) {
    report_main_at();
    printf("%u\n", descend((unsigned)(argc > 1 ? atoi(argv[1]) : 0)));
    return 0;
}
