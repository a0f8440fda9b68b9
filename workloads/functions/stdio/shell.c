/* A function as a program of its own: frames on standard input and output, as README.md describes them. Native, and for
   everything that runs WASI. */
#include "function.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { HEADER = 8, MESSAGE_BYTES_MOST = 64 << 20 };

static const uint32_t TAG_DONE = 0xFFFFFFFF, TAG_OBSERVED = 0xFFFFFFFE;

typedef struct {
    uint8_t *bytes;
    size_t used, room;
} Buffer;

static Buffer input, output;

void fail(const char *reason)
{
    fprintf(stderr, "%s\n", reason);
    abort();
}

static void make_room(Buffer *buffer, size_t more)
{
    if (buffer->room - buffer->used >= more)
        return;
    while (buffer->room - buffer->used < more)
        buffer->room = buffer->room == 0 ? 65536 : buffer->room * 2;
    buffer->bytes = realloc(buffer->bytes, buffer->room);
    if (buffer->bytes == NULL)
        fail("out of memory");
}

/* Numbers are little-endian on the wire, and on every machine that this runs on. */
static void put(Buffer *buffer, const void *data, size_t size)
{
    make_room(buffer, size);
    if (size > 0)
        memcpy(buffer->bytes + buffer->used, data, size);
    buffer->used += size;
}

static void put_frame(uint32_t tag, const void *data, size_t size)
{
    uint32_t header[2] = {(uint32_t)size, tag};
    put(&output, header, sizeof header);
    put(&output, data, size);
}

void reply(uint8_t tag, const uint8_t *data, size_t size)
{
    put_frame(tag, data, size);
}

static uint8_t observed[256];
static size_t observed_count;

void observe_tag(uint8_t tag)
{
    if (observed_count < sizeof observed)
        observed[observed_count++] = tag;
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* Everything that answers a message goes out in one write where the pipe takes it: each one wakes the host up. */
static void flush(void)
{
    for (size_t sent = 0; sent < output.used;) {
        ssize_t count = write(STDOUT_FILENO, output.bytes + sent, output.used - sent);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            exit(EXIT_FAILURE); /* nobody listens any more */
        sent += (size_t)count;
    }
    output.used = 0;
}

/* Reads until that many bytes are there; more may come along. False at the end of the input. */
static bool fill(size_t needed)
{
    make_room(&input, needed > input.used ? needed - input.used : 0);
    while (input.used < needed) {
        ssize_t count = read(STDIN_FILENO, input.bytes + input.used, input.room - input.used);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        input.used += (size_t)count;
    }
    return true;
}

int main(void)
{
    observe();
    put_frame(TAG_OBSERVED, observed, observed_count);
    flush();
    while (fill(HEADER)) {
        uint32_t header[2];
        memcpy(header, input.bytes, sizeof header);
        size_t size = header[0];
        if (size > MESSAGE_BYTES_MOST)
            fail("a message is larger than 64 MiB");
        if (!fill(HEADER + size))
            fail("the input ended within a message");
        uint64_t times[2] = {now(), 0};
        handle((uint8_t)header[1], input.bytes + HEADER, size);
        times[1] = now();
        put_frame(TAG_DONE, times, sizeof times);
        flush();
        input.used -= HEADER + size;
        memmove(input.bytes, input.bytes + HEADER + size, input.used);
    }
    return 0;
}
