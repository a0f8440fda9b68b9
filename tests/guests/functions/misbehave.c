/* A stream function that does what the first byte of a message says: README.md lists it. */
#include "function.h"

#if defined(__STDC_HOSTED__) && __STDC_HOSTED__
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#if !defined(__wasm__)
#include <signal.h>
#endif
#endif

static volatile uint32_t sink;

void observe(void)
{
    observe_tag(0x33);
    observe_tag(0x35);
}

/* Nothing but calls: without variables in memory, no bounds check ends it. */
static __attribute__((noinline)) uint32_t recurse(uint32_t depth)
{
    sink = depth;
    return recurse(depth + 1) + sink;
}

/* Takes memory and touches it until it is refused. */
static void eat(void)
{
#if defined(__wasm__)
    size_t pages;
    while ((pages = __builtin_wasm_memory_grow(0, 16)) != (size_t)-1)
        for (size_t page = pages; page < pages + 16; page++)
            ((volatile uint8_t *)(page * 65536))[1] = 1;
#else
    enum { STEP = 1 << 20 };
    for (volatile uint8_t *block; (block = malloc(STEP)) != NULL;)
        for (size_t at = 0; at < STEP; at += 4096)
            block[at] = 1;
#endif
}

void handle(uint8_t tag, uint8_t *data, size_t size)
{
    (void)tag;
    switch (size > 0 ? data[0] : 0) {
    case 't':
        fail("told to");
    case 'l':
        for (;;)
            sink++;
    case 'r':
        sink = recurse(1);
        break;
    case 'm':
        eat();
        fail("no more memory");
    case 'f':
        for (int i = 0; i < 100000; i++)
            reply(0x34, data, size);
        break;
    case 'z':
        for (int i = 0; i < 100000; i++)
            reply(0x34, data, 0);
        break;
    case '2':
        reply(0x34, data, size);
        reply(0x36, data, size - 1);
        break;
    case 's':
        break;
#if defined(__STDC_HOSTED__) && __STDC_HOSTED__
    case 'x':
        fputs("left on its own\n", stderr);
        exit(3);
    case 'g':
        /* Neither a length nor a tag that there is. */
        sink = (uint32_t)write(STDOUT_FILENO, "rubbish\nrubbish\n", 16);
        break;
#if !defined(__wasm__)
    case 'k':
        kill(getpid(), SIGKILL);
        break;
#endif
#endif
    default:
        reply(0x34, data, size);
    }
}
