/* Decodes messages from standard input with the decoder of a workload that it is built with, each in memory of its own
   size, so that a sanitizer sees every byte too many. A message is four bytes of length, little-endian, and its bytes;
   the answer is a line for each: its checksum, or "malformed". With an argument it writes that many of the workload's
   own messages in the same form. */
#include "bench.h"
#include "sensor.h"

#include <inttypes.h>
#include <stdlib.h>

/* What guest/bench.c has beside a main of its own. */
void bench_require_range(long n, long least, long most)
{
    if (n < least || n > most)
        abort();
}

void bench_out_of_memory(void)
{
    abort();
}

void *bench_allocate(size_t bytes)
{
    void *memory = malloc(bytes);
    if (memory == NULL && bytes > 0)
        abort();
    return memory;
}

static void write_own(long count)
{
    static sensor_reading reading;
    uint64_t state = 0;
    for (long i = 0; i < count; i++) {
        sensor_next(&state, &reading);
        uint8_t *bytes = bench_allocate(ENCODED_MAX);
        size_t length = message_encode(&reading, bytes);
        for (int shift = 0; shift < 32; shift += 8)
            putchar((int)(length >> shift & 0xff));
        fwrite(bytes, 1, length, stdout);
        free(bytes);
    }
}

static void decode_all(void)
{
    uint8_t head[4];
    while (fread(head, 1, sizeof head, stdin) == sizeof head) {
        size_t length = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
        uint8_t *bytes = bench_allocate(length);
        if (fread(bytes, 1, length, stdin) != length)
            abort();
        sensor_message *message = bench_allocate(sizeof *message);
        sensor_clear(message);
        if (message_decode(bytes, length, message))
            printf("%016" PRIx64 "\n", sensor_fold(0, message));
        else
            puts("malformed");
        free(message);
        free(bytes);
    }
}

int main(int argc, char **argv)
{
    if (argc > 1)
        write_own(strtol(argv[1], NULL, 10));
    else
        decode_all();
    return 0;
}
