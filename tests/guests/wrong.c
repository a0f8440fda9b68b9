#include "row.h"

int main(void) {
    report_main_at();
    puts("-1 is no answer to anything");
    return 0;
}
