/* A guest of YoMo's ABI with wasi-libc: prints, asks for the time, for random bytes and its environment, and leaves when told to. */
#include "function.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

void observe(void)
{
    observe_tag(0x33);
}

void handle(uint8_t tag, uint8_t *data, size_t size)
{
    (void)tag;
    if (size > 0 && data[0] == 'x') {
        printf("left with %d\n", data[1]);
        fflush(stdout);
        exit(data[1]);
    }
    struct timespec real, steady;
    uint8_t bytes[16] = {0}, any = 0;
    if (clock_gettime(CLOCK_REALTIME, &real) != 0 || clock_gettime(CLOCK_MONOTONIC, &steady) != 0 || getentropy(bytes, sizeof bytes) != 0)
        fail("WASI is not there");
    for (size_t i = 0; i < sizeof bytes; i++)
        any |= bytes[i];
    char answer[64];
    int length = snprintf(answer, sizeof answer, "year>2000:%d steady:%d random:%d home:%d",
        real.tv_sec > 946684800, steady.tv_sec > 0 || steady.tv_nsec > 0, any != 0, getenv("HOME") != NULL);
    reply(0x34, (const uint8_t *)answer, (size_t)length);
}
