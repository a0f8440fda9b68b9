/* A program with extra work planted into it: built with -DPLANTED=10, or told so as its second argument, it does a tenth more of the same and prints
   what it prints without. Sums a linear congruential generator (Knuth, "The art of computer programming", volume 2, 3.3.4: the multiplier of MMIX). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef PLANTED
#define PLANTED 0
#endif

static uint64_t work(uint64_t steps) {
    uint64_t state = 1, sum = 0;
    for (uint64_t i = 0; i < steps; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        sum += state >> 33;
    }
    return sum;
}

int main(int argc, char **argv) {
    if (argc != 2 && argc != 3) {
        fprintf(stderr, "usage: planted MILLIONS [PERCENT]\n");
        return 2;
    }
    uint64_t steps = strtoull(argv[1], NULL, 10) * 1000000u, percent = argc == 3 ? strtoull(argv[2], NULL, 10) : PLANTED;
    /* Without a use of it the compiler would take the extra work away. */
    volatile uint64_t more = work(steps / 100 * percent);
    (void)more;
    printf("%llu\n", (unsigned long long)work(steps));
    return 0;
}
