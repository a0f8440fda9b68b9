#include <stdint.h>

#include "row.h"

int main(void) {
    report_main_at();
    // The last byte of a 32-bit address space: a guest would need a memory of the full 4 GiB to own it.
    // Volatile, or the compiler may drop the read.
    return *(volatile unsigned char *)(uintptr_t)0xffffffffu;
}
