/* Images of clothes to what they show, by a small network: the same twenty images, over and over. */
#include "asset.h"
#include "bench.h"
#include "fashion.h"

#include <stdlib.h>

ASSET(fashion_weights_bin, "fashion-weights.bin");
ASSET(fashion_images_bin, "fashion-images.bin");

enum { IMAGES = 20 };

/* The label, then the pixels. */
static const uint8_t *images[IMAGES];
static float scores[IMAGES][FASHION_CLASSES];
static long count;

static void require(const char *fault, const char *of)
{
    enum { EXIT_DATA = 65 }; /* as in BSD's sysexits.h */
    if (fault == NULL)
        return;
    fprintf(stderr, "%s: %s\n", of, fault);
    exit(EXIT_DATA);
}

void workload_prepare(long n)
{
    bench_require_range(n, 1, 100000000);
    require(fashion_load(fashion_weights_bin, fashion_weights_bin_length), "fashion-weights.bin");
    require(fashion_images_bin_length == IMAGES * (1 + FASHION_PIXELS) ? NULL : "not twenty images", "fashion-images.bin");
    for (int i = 0; i < IMAGES; i++)
        images[i] = fashion_images_bin + i * (1 + FASHION_PIXELS);
}

/* n images. */
void workload_compute(long n)
{
    count = n;
    for (long i = 0; i < n; i++)
        fashion_run(images[i % IMAGES] + 1, scores[i % IMAGES]);
}

/* What the image shows, what the network takes it for, and how sure it is. */
void workload_print(FILE *out)
{
    for (int i = 0; i < IMAGES && i < count; i++)
        fprintf(out, "%s %s %.3f\n", fashion_names[images[i][0]], fashion_names[fashion_best(scores[i])], fashion_confidence(scores[i]));
}
