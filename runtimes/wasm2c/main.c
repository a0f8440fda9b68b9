// A program made of one wasm2c module: instantiate, run _start, pass the exit code on. A trap ends it with 134, as abort() would.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include "guest.h"  // wasm2c -n guest
#include "runtime.h"
#include "wasi.h"

enum { EXIT_TRAP = 134, EXIT_CANNOT_START = 1 };

// The generated code counts calls up to WASM_RT_MAX_CALL_STACK_DEPTH, and the build refuses a frame above
// WASM2C_MAX_FRAME_BYTES: so a stack of their product, plus room for this side, can never overflow before the trap.
#define GUEST_STACK_BYTES ((size_t)WASM_RT_MAX_CALL_STACK_DEPTH * WASM2C_MAX_FRAME_BYTES + (1 << 20))

static w2c_guest guest_module;
static Wasi wasi;

noreturn void host_trap(const char *reason) {
    dprintf(STDERR_FILENO, "trap: %s\n", reason);
    _exit(EXIT_TRAP);
}

noreturn void host_exit(int code) {
    _exit(code);  // nothing on this side is buffered
}

static noreturn void cannot_start(const char *why) {
    dprintf(STDERR_FILENO, "wasm2c: %s\n", why);
    _exit(EXIT_CANNOT_START);
}

static void refuse_foreign_imports(w2c_guest *guest, Wasi *imports) {
    (void)guest, (void)imports;
    cannot_start("the module must import from wasi_snapshot_preview1 and from nothing else");
}

// With imports of another module the function takes more arguments. Choosing by its type keeps that from being a riddle of the
// compiler about argument counts: the linker then names the missing import.
#define INSTANTIATE _Generic(&wasm2c_guest_instantiate, void (*)(w2c_guest *, Wasi *): wasm2c_guest_instantiate, default: refuse_foreign_imports)

static void *run_guest(void *unused) {
    (void)unused;
    wasi.memory = w2c_guest_memory(&guest_module);
    INSTANTIATE(&guest_module, &wasi);
    w2c_guest_0x5Fstart(&guest_module);
    _exit(0);
}

// The generated code then addresses the memory through the GS register, and sets it by an instruction that the kernel must allow.
static void check_segue(void) {
#if WASM_RT_ALLOW_SEGUE && defined(__x86_64__)
    enum { HWCAP2_FSGSBASE = 1 << 1 };
    if (!(getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE))
        cannot_start("no FSGSBASE here (Linux before 5.9?): build without -DWASM_RT_ALLOW_SEGUE=1");
#endif
}

int main(int argc, char **argv, char **environment) {
    (void)argc;
    check_segue();
    wasi.arguments = argv;
    wasi.environment = environment;

    // Reserved, not used: only pages that the guest's calls reach become resident. Huge pages would make that 2 MB at the first call.
    void *stack = mmap(NULL, GUEST_STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) cannot_start("cannot reserve the guest's call stack");
    madvise(stack, GUEST_STACK_BYTES, MADV_NOHUGEPAGE);

    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, stack, GUEST_STACK_BYTES);
    int error = pthread_create(&thread, &attributes, run_guest, NULL);
    if (error) cannot_start(strerror(error));
    pthread_join(thread, NULL);
    return EXIT_CANNOT_START;  // not reached: run_guest ends the process
}
