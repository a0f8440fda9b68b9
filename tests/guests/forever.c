#include "row.h"

int main(void) {
    report_main_at();
    for (volatile unsigned turns = 0;; turns++) {}
}
