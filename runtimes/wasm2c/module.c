// The generated module, compiled without the inline assembly that keeps loads alive.
//
// wasm2c puts an asm statement behind each load, so that a load whose value is never used still faults on a guard page. Here the
// bounds check in front of the load traps, and the statement only costs: it moves each float through an integer register and
// forbids vectorising (nbody took 1.55 times native with it, 1.1 without). It appears under __GNUC__ alone, so that goes,
// once the system headers which need it have been read.
#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "wasm-rt.h"

#if WASM_RT_MEMCHECK_GUARD_PAGES
#error "under guard pages the loads must stay"
#endif
#undef __GNUC__

// A library can stop its guest: it has a flag right behind the module's own struct, which every jump looks at. Without
// jumps nothing goes on for ever but recursion, and that is counted. The name of the macro in its own text is not replaced again.
#if WASM2C_STOPPABLE
#include "guest.h"
#include "runtime.h"
#define goto if (__builtin_expect(*(const volatile int *)(instance + 1), 0)) host_trap("stopped"); else goto
#endif

#include "guest.c"  // wasm2c -n guest -o guest.c
