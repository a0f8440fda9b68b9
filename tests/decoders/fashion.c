/* What workloads/image-classify computes, for tests:
   fashion MODEL IMAGES OUTPUT  runs a model on images of 28 x 28 bytes and writes ten scores for each, or says what is wrong with the model. */
#include "fashion.h"

#include <stdio.h>
#include <stdlib.h>

static void *read_file(const char *name, size_t *length)
{
    FILE *file = fopen(name, "rb");
    if (file == NULL)
        return NULL;
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    void *bytes = malloc(*length); /* not a byte more: a sanitizer sees what is read beyond it */
    if (bytes != NULL && fread(bytes, 1, *length, file) != *length)
        return NULL;
    fclose(file);
    return bytes;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    size_t length;
    void *model = read_file(argv[1], &length);
    const char *fault = model == NULL ? "no model" : fashion_load(model, length);
    free(model);
    if (fault != NULL) {
        puts(fault);
        return 0;
    }
    uint8_t *images = read_file(argv[2], &length);
    FILE *file = fopen(argv[3], "wb");
    if (images == NULL || file == NULL)
        return 1;
    for (size_t i = 0; i + FASHION_PIXELS <= length; i += FASHION_PIXELS) {
        float scores[FASHION_CLASSES];
        fashion_run(images + i, scores);
        if (fwrite(scores, sizeof *scores, FASHION_CLASSES, file) != FASHION_CLASSES)
            return 1;
    }
    free(images);
    return fclose(file) != 0;
}
