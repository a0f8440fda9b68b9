// Calls from outside into the generated code: a trap is a jump back here, so nothing touches a signal.
#ifndef BENCH_WASM2C_CALL_H
#define BENCH_WASM2C_CALL_H

// Runs something that calls the module. Returns NULL, or the reason that host_trap was given.
const char *call_guest(void (*run)(void *argument), void *argument);

#endif
