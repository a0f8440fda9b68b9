/* The files of vision in the program. */
#ifndef ASSETS_H
#define ASSETS_H

#include "asset.h"

/* The model of blazeface.h, unless the host has it (BENCH_WASI_NN). */
ASSET_ELSEWHERE(blazeface_bin);

#endif
