#include <stdlib.h>
#include <string.h>

#include "row.h"

enum { MEGABYTE = 1 << 20 };

int main(void) {
    report_main_at();
    char *volatile last;  // volatile: memory that nobody looks at may be optimised away, malloc and all
    unsigned megabytes = 0;
    while ((last = malloc(MEGABYTE)) != NULL) {
        memset(last, 1, MEGABYTE);  // touched, hence resident
        megabytes++;
    }
    printf("refused after %u MB\n", megabytes);
    return 0;
}
