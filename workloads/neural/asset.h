/* Files in the program. */
#ifndef ASSET_H
#define ASSET_H

#include <stdint.h>

/* Puts a file, found as an included one is, into the program: name is its first byte, name_length how many there are.
   Sections of their own, because linkers leave out those that nothing refers to; WebAssembly's goes by symbol and size. */
#define ASSET(name, file)                                                     \
    __asm__(ASSET_SECTION(name)                                               \
        ".globl " #name "\n.type " #name ",@object\n.balign 16\n" #name ":\n" \
        ".incbin \"" file "\"\n"                                              \
        ".L" #name "_end:\n.size " #name ", .L" #name "_end - " #name "\n"    \
        ASSET_SECTION(name##_length)                                          \
        ".globl " #name "_length\n.type " #name "_length,@object\n"           \
        ".balign 4\n" #name "_length:\n.int .L" #name "_end - " #name "\n"    \
        ".size " #name "_length, 4\n.text\n");                                \
    ASSET_ELSEWHERE(name)

#define ASSET_ELSEWHERE(name)    \
    extern const uint8_t name[]; \
    extern const uint32_t name##_length

#ifdef __wasm__
#define ASSET_SECTION(name) ".section .rodata." #name ",\"\",@\n"
#else
#define ASSET_SECTION(name) ".section .rodata." #name ",\"a\",@progbits\n"
#endif

#endif
