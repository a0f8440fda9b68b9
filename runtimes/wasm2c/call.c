#define _GNU_SOURCE
#include "call.h"

#include <pthread.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdlib.h>

#include "runtime.h"
#include "wasm-rt.h"

// What this side needs of the stack, callbacks into .NET included.
enum { STACK_SPARED = 256 << 10 };

static _Thread_local sigjmp_buf *way_out;
static _Thread_local const char *why;
static _Thread_local char *stack_end;

noreturn void host_trap(const char *reason) {
    why = reason;
    if (!way_out) abort();  // the generated code runs nowhere but in call_guest
    siglongjmp(*way_out, 1);
}

/// Generated code counts calls from wasm_rt_call_stack_depth up to its maximum, and the build refuses frames above
/// WASM2C_MAX_FRAME_BYTES: beginning with the calls that this thread has no stack for makes an overflow impossible.
static void begin_count_of_calls(void) {
    if (!stack_end) {
        pthread_attr_t attributes;
        void *start = NULL;
        size_t size = 0;
        if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
            pthread_attr_getstack(&attributes, &start, &size);
            pthread_attr_destroy(&attributes);
        }
        stack_end = (char *)start + STACK_SPARED;
    }
    char *here = __builtin_frame_address(0);
    size_t calls = here > stack_end ? (size_t)(here - stack_end) / WASM2C_MAX_FRAME_BYTES : 0;
    wasm_rt_call_stack_depth = calls < WASM_RT_MAX_CALL_STACK_DEPTH ? (uint32_t)(WASM_RT_MAX_CALL_STACK_DEPTH - calls) : 0;
}

const char *call_guest(void (*run)(void *argument), void *argument) {
    sigjmp_buf here, *const outer = way_out;
    // Without the signal mask: saving it is a system call.
    if (sigsetjmp(here, 0)) {
        way_out = outer;
        return why;
    }
    way_out = &here;
    begin_count_of_calls();
    run(argument);
    way_out = outer;
    return NULL;
}
