#include "assets.h"

#ifndef BENCH_WASI_NN
ASSET(blazeface_bin, "blazeface.bin");
#endif
