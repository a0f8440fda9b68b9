// The module as a shared library.
//
// Compiled with -DGUEST_ARGUMENTS=…: what the generated instantiate takes after the module itself, in its order (, &guest->env,
// , &guest->wasi and , &guest->nn, or nothing), and -DGUEST_HAS_INIT, -DGUEST_HAS_INITIALIZE for the exports that a module may lack.
#include "library.h"

#include <stddef.h>
#include <stdlib.h>

#include "call.h"
#include "guest.h"  // wasm2c -n guest
#include "runtime.h"
#include "wasi.h"

#define EXPORT __attribute__((visibility("default")))

struct w2c_env {
    const Callbacks *callbacks;
    void *owner;
};

struct Guest {
    w2c_guest module;
    volatile int stop;  // module.c looks for it right behind the module
    struct w2c_env env;
    Wasi wasi;
    Nn nn;
    uint64_t reserved_pages;
};
_Static_assert(offsetof(Guest, stop) == sizeof(w2c_guest), "module.c expects the flag there");

static const char EXITED[] = "exited with 0";

noreturn void host_exit(int code) { host_trap(code == 0 ? EXITED : "it exited with an error"); }

// ---- what the module imports

static uint32_t answer(int64_t result) {
    if (result < 0) host_trap("the host refused");
    return (uint32_t)result;
}

void w2c_env_yomo_observe_datatag(struct w2c_env *env, uint32_t tag) { answer(env->callbacks->observe_tag(env->owner, tag)); }
uint32_t w2c_env_yomo_context_tag(struct w2c_env *env) { return answer(env->callbacks->tag(env->owner)); }
uint32_t w2c_env_yomo_context_data_size(struct w2c_env *env) { return answer(env->callbacks->size(env->owner)); }

uint32_t w2c_env_yomo_context_data(struct w2c_env *env, uint32_t to, uint32_t limit) {
    return answer(env->callbacks->data(env->owner, to, limit));
}

uint32_t w2c_env_yomo_write(struct w2c_env *env, uint32_t tag, uint32_t from, uint32_t length) {
    return answer(env->callbacks->write(env->owner, tag, from, length));
}

// ---- calls into the module

static int32_t call(Guest *guest, int function) {
    switch (function) {
#if GUEST_HAS_INITIALIZE
        case CALL_INITIALIZE: w2c_guest_0x5Finitialize(&guest->module); return 0;
#endif
#if GUEST_HAS_INIT
        case CALL_INIT: return (int32_t)w2c_guest_yomo_init(&guest->module);
#endif
        case CALL_OBSERVE: w2c_guest_yomo_observe_datatags(&guest->module); return 0;
        case CALL_HANDLER: w2c_guest_yomo_handler(&guest->module); return 0;
        default: host_trap("the module has no such function");
    }
}

enum { INSTANTIATE = -1 };

static void instantiate(Guest *guest) { wasm2c_guest_instantiate(&guest->module GUEST_ARGUMENTS); }

typedef struct {
    Guest *guest;
    int function;
    int32_t result;
} Call;

static void run(void *argument) {
    Call *this = argument;
    if (this->function == INSTANTIATE)
        instantiate(this->guest);
    else
        this->result = call(this->guest, this->function);
}

EXPORT const char *guest_call(Guest *guest, int function, int32_t *result) {
    Call this = {guest, function, 0};
    const char *trap = call_guest(run, &this);
    if (result) *result = this.result;
    return trap == EXITED ? NULL : trap;
}

EXPORT Guest *guest_new(const Callbacks *callbacks, void *owner, uint32_t memory_pages, const char **reason) {
    static char *none[] = {NULL};
    Guest *guest = calloc(1, sizeof *guest);
    if (!guest) {
        *reason = "no memory";
        return NULL;
    }
    guest->env = (struct w2c_env){callbacks, owner};
    guest->nn = (Nn){callbacks->nn, owner};
    // Standard input and output are the process's own; what the guest says on standard error may be seen.
    guest->wasi = (Wasi){.memory = w2c_guest_memory(&guest->module), .arguments = none, .environment = none, .closed = {true, true, false}};
    if ((*reason = guest_call(guest, INSTANTIATE, NULL))) {
        free(guest);  // what it had reserved is lost: a module that cannot start is not tried again and again
        return NULL;
    }
    wasm_rt_memory_t *memory = w2c_guest_memory(&guest->module);
    guest->reserved_pages = memory->max_pages;
    if (memory->pages > memory_pages) {
        guest_free(guest);
        *reason = "its memory is above the limit from the start";
        return NULL;
    }
    if (memory->max_pages > memory_pages) memory->max_pages = memory_pages;
    return guest;
}

EXPORT uint8_t *guest_memory(Guest *guest, uint64_t *size) {
    const wasm_rt_memory_t *memory = w2c_guest_memory(&guest->module);
    *size = memory->size;
    return memory->data;
}

EXPORT void guest_stop(Guest *guest) { guest->stop = 1; }

EXPORT void guest_free(Guest *guest) {
    w2c_guest_memory(&guest->module)->max_pages = guest->reserved_pages;
    wasm2c_guest_free(&guest->module);
    free(guest);
}
