#include "row.h"

int main(void) {
    report_main_at();
    return 3;
}
