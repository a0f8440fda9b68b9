/* Reads files, each behind its length (32 bits, little-endian), and writes a line for each: width, height and the FNV-1a of
   its pixels as stb_image has them, or "none". */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define STB_IMAGE_IMPLEMENTATION
#define STBI_NO_STDIO
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image.h>
#pragma GCC diagnostic pop

int main(void)
{
    unsigned char head[4];
    while (fread(head, 1, sizeof head, stdin) == sizeof head) {
        uint32_t length = head[0] | head[1] << 8 | head[2] << 16 | (uint32_t)head[3] << 24;
        unsigned char *file = malloc(length + 1);
        if (!file || fread(file, 1, length, stdin) != length)
            return 1;
        int width, height, channels;
        unsigned char *rgb = stbi_load_from_memory(file, (int)length, &width, &height, &channels, 3);
        if (rgb) {
            uint64_t hash = 0xcbf29ce484222325;
            for (int i = 0; i < width * height * 3; i++)
                hash = (hash ^ rgb[i]) * 0x100000001b3;
            printf("%d %d %016llx\n", width, height, (unsigned long long)hash);
        } else {
            puts("none");
        }
        stbi_image_free(rgb);
        free(file);
    }
    return 0;
}
