/* Four floats at a time: a register of SSE, NEON or WebAssembly's SIMD128, and elsewhere what the compiler makes of four floats. */
#ifndef LANES_H
#define LANES_H

#include <stdint.h>

enum { LANES = 4 };
typedef float lanes __attribute__((vector_size(16), may_alias)); /* floats are read as these and the other way round */
typedef int32_t lane_mask __attribute__((vector_size(16)));

static inline lanes relu(lanes x)
{
    return (lanes)((lane_mask)x & (x > 0.0f));
}

static inline lanes larger(lanes a, lanes b)
{
    lane_mask first = a > b;
    return (lanes)(((lane_mask)a & first) | ((lane_mask)b & ~first));
}

#endif
