#include <string.h>

#include "row.h"

enum { LINE_BYTES = 100, LINES = 2000000 };  // 200 MB

int main(void) {
    report_main_at();
    char line[LINE_BYTES];
    memset(line, 'x', LINE_BYTES);
    line[LINE_BYTES - 1] = '\n';
    for (int i = 0; i < LINES; i++)
        if (fwrite(line, 1, LINE_BYTES, stdout) != LINE_BYTES) return 1;
    return fflush(stdout) == 0 ? 0 : 1;
}
