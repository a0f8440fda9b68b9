/* What workloads/vision computes, for tests:
   vision images                     reads files, each behind its length (32 bits, little-endian), and writes a line for each: width,
                                     height and the FNV-1a of the tensor's bytes, or what is wrong;
   vision network MODEL INPUT OUTPUT runs a model on a tensor and writes scores and boxes, or says what is wrong with the model. */
#include "blazeface.h"
#include "image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static float tensor[IMAGE_TENSOR_FLOATS];
static blazeface_output output;

static int read_images(void)
{
    unsigned char head[4];
    while (fread(head, 1, sizeof head, stdin) == sizeof head) {
        uint32_t length = head[0] | head[1] << 8 | head[2] << 16 | (uint32_t)head[3] << 24;
        unsigned char *file = malloc(length); /* not a byte more: a sanitizer sees what is read beyond it */
        if (length > 0 && (file == NULL || fread(file, 1, length, stdin) != length))
            return 1;
        image decoded;
        const char *fault = image_decode(file, length, &decoded);
        if (fault != NULL) {
            puts(fault);
        } else {
            image_to_tensor(&decoded, tensor);
            uint64_t hash = 0xcbf29ce484222325;
            for (size_t i = 0; i < sizeof tensor; i++)
                hash = (hash ^ ((const unsigned char *)tensor)[i]) * 0x100000001b3;
            printf("%d %d %016llx\n", decoded.width, decoded.height, (unsigned long long)hash);
        }
        image_free(&decoded);
        free(file);
    }
    return 0;
}

static void *read_file(const char *name, size_t *length)
{
    FILE *file = fopen(name, "rb");
    if (file == NULL)
        return NULL;
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    void *bytes = malloc(*length);
    if (bytes != NULL && fread(bytes, 1, *length, file) != *length)
        return NULL;
    fclose(file);
    return bytes;
}

static int run_network(const char *model_name, const char *input_name, const char *output_name)
{
    size_t length;
    void *model = read_file(model_name, &length);
    const char *fault = model == NULL ? "no model" : blazeface_load(model, length);
    free(model);
    if (fault != NULL) {
        puts(fault);
        return 0;
    }
    void *input = read_file(input_name, &length);
    if (input == NULL || length != sizeof tensor)
        return 1;
    memcpy(tensor, input, length);
    free(input);
    if (blazeface_run(tensor, &output) != NULL)
        return 1;
    FILE *file = fopen(output_name, "wb");
    return file == NULL || fwrite(&output, 1, sizeof output, file) != sizeof output || fclose(file) != 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "images") == 0)
        return read_images();
    if (argc == 5 && strcmp(argv[1], "network") == 0)
        return run_network(argv[2], argv[3], argv[4]);
    return 2;
}
