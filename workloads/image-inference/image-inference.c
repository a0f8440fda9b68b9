/* Images to faces: each image is decoded, scaled, run through BlazeFace, and the best box is taken from what comes out. */
#include "assets.h"
#include "bench.h"
#include "blazeface.h"
#include "face.h"
#include "image.h"

#include <stdlib.h>

ASSET(astronaut_png, "astronaut.png");
ASSET(astronaut_400_png, "astronaut-400.png");
ASSET(astronaut_320_png, "astronaut-320.png");
ASSET(astronaut_256_png, "astronaut-256.png");
ASSET(astronaut_mirrored_png, "astronaut-mirrored.png");
ASSET(coffee_png, "coffee.png");
ASSET(cat_png, "cat.png");
ASSET(rocket_jpg, "rocket.jpg");

enum { IMAGES = 8 };
static const struct {
    const char *name;
    const uint8_t *file;
    const uint32_t *length;
} images[IMAGES] = {
    { "astronaut.png", astronaut_png, &astronaut_png_length },
    { "astronaut-400.png", astronaut_400_png, &astronaut_400_png_length },
    { "astronaut-320.png", astronaut_320_png, &astronaut_320_png_length },
    { "astronaut-256.png", astronaut_256_png, &astronaut_256_png_length },
    { "astronaut-mirrored.png", astronaut_mirrored_png, &astronaut_mirrored_png_length },
    { "coffee.png", coffee_png, &coffee_png_length },
    { "cat.png", cat_png, &cat_png_length },
    { "rocket.jpg", rocket_jpg, &rocket_jpg_length },
};

/* In the order in which an image goes through them. */
enum { DECODE, RESIZE, INFERENCE, POST, STAGES };
static const char *const stage_names[STAGES] = { "decode", "resize", "inference", "post" };

static long count;
static int64_t stage_ns[STAGES]; /* all images of a computation together */
static face faces[IMAGES];
static float tensor[IMAGE_TENSOR_FLOATS];
static blazeface_output output;

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
    bench_require_range(n, 1, 1000000);
#ifdef BENCH_WASI_NN
    require(blazeface_load(NULL, 0), "blazeface");
#else
    require(blazeface_load(blazeface_bin, blazeface_bin_length), "blazeface.bin");
#endif
}

static face recognise(int index)
{
    int64_t times[STAGES + 1];
    times[DECODE] = bench_clock();
    image decoded;
    require(image_decode(images[index].file, *images[index].length, &decoded), images[index].name);
    times[RESIZE] = bench_clock();
    image_to_tensor(&decoded, tensor);
    times[INFERENCE] = bench_clock();
    require(blazeface_run(tensor, &output), images[index].name);
    times[POST] = bench_clock();
    face best = face_find(&output, decoded.width, decoded.height);
    times[STAGES] = bench_clock();
    image_free(&decoded);

    for (int stage = 0; stage < STAGES; stage++)
        stage_ns[stage] += times[stage + 1] - times[stage];
    return best;
}

/* n images, over and over the same eight. */
void workload_compute(long n)
{
    count = n;
    for (int stage = 0; stage < STAGES; stage++)
        stage_ns[stage] = 0;
    for (long i = 0; i < n; i++)
        faces[i % IMAGES] = recognise((int)(i % IMAGES));
}

/* Of an image: the mean. */
void workload_phases(void)
{
    for (int stage = 0; stage < STAGES; stage++)
        bench_phase(stage_names[stage], stage_ns[stage] / count);
}

void workload_print(FILE *out)
{
    for (int i = 0; i < IMAGES && i < count; i++) {
        const face *face = &faces[i];
        if (face->found)
            fprintf(out, "%s face %.3f %.3f %.3f %.3f %.3f\n", images[i].name, (double)face->score,
                (double)face->centre_x, (double)face->centre_y, (double)face->width, (double)face->height);
        else
            fprintf(out, "%s none %.3f\n", images[i].name, (double)face->score);
    }
}
