#include "row.h"

int main(void) {
    report_main_at();
    __builtin_trap();
}
