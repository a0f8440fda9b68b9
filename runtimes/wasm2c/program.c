// Compiled with -DGUEST_ARGUMENTS=…: what the generated instantiate takes after the module itself, in its order (, &wasi and , &nn).
#include "program.h"

#include <stddef.h>

#include "call.h"
#include "guest.h"  // wasm2c -n guest
#include "runtime.h"
#include "wasi.h"

#define EXPORT __attribute__((visibility("default")))

static const char EXITED[] = "exited";

static w2c_guest module;
static Wasi wasi;
static Nn nn;
static int exit_code;

noreturn void host_exit(int code) {
    exit_code = code;
    host_trap(EXITED);
}

static void run(void *unused) {
    (void)unused;
    wasm2c_guest_instantiate(&module GUEST_ARGUMENTS);
    w2c_guest_0x5Fstart(&module);
}

EXPORT int64_t program_run(char **arguments, char **environment, NnCall call, void *owner, const char **trap) {
    wasi = (Wasi){.memory = w2c_guest_memory(&module), .arguments = arguments, .environment = environment};
    nn = (Nn){call, owner};
    const char *reason = call_guest(run, NULL);
    if (!reason || reason == EXITED) return (uint8_t)exit_code;
    *trap = reason;
    return -1;
}

EXPORT uint8_t *program_memory(uint64_t *size) {
    const wasm_rt_memory_t *memory = w2c_guest_memory(&module);
    *size = memory->size;
    return memory->data;
}
