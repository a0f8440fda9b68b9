/* Runs one program and reports what it cost.
 *
 *     launch program [argument...]        report on file descriptor 3
 *
 * A small program of its own, because the kernel counts the memory of the process that execs towards the
 * peak of the program that it becomes: spawned from a managed harness, `true` would weigh as much as the
 * harness does. Spawned from here the floor is about a megabyte. It also keeps the clock next to the spawn,
 * counts only the program's own instructions, and takes the program down with itself if the harness dies.
 *
 * The report is lines of name=value; times in nanoseconds, sizes in bytes. Counters that the machine does
 * not permit are absent, never zero.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/perf_event.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REPORT = 3 };

static int64_t now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Counts user-space events of the program and its descendants from its exec on; -1 where not permitted. */
static int open_counter(uint64_t event) {
    struct perf_event_attr attr;
    memset(&attr, 0, sizeof attr);
    attr.size = sizeof attr;
    attr.type = PERF_TYPE_HARDWARE;
    attr.config = event;
    attr.disabled = 1;
    attr.inherit = 1;
    attr.enable_on_exec = 1;
    attr.exclude_kernel = 1;
    attr.exclude_hv = 1;
    attr.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    return (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static void report_counter(const char *name, int fd) {
    uint64_t read_out[3];
    /* Counted for part of the time only: an estimate, so not reported. */
    if (fd >= 0 && read(fd, read_out, sizeof read_out) == sizeof read_out && read_out[2] > 0 && read_out[1] == read_out[2])
        dprintf(REPORT, "%s=%llu\n", name, (unsigned long long)read_out[0]);
}

static long long nanoseconds(struct timeval t) {
    return (long long)t.tv_sec * 1000000000 + (long long)t.tv_usec * 1000;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: launch program [argument...]   (the report goes to file descriptor %d)\n", REPORT);
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int instructions = open_counter(PERF_COUNT_HW_INSTRUCTIONS);
    int cycles = open_counter(PERF_COUNT_HW_CPU_CYCLES);

    volatile int exec_error = 0;
    int64_t spawned_at = now(CLOCK_REALTIME);
    int64_t begin = now(CLOCK_MONOTONIC);
    pid_t child = vfork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(REPORT);
        execvp(argv[1], argv + 1);
        exec_error = errno;
        _exit(127);
    }
    int spawn_error = child < 0 ? errno : exec_error;

    int status = 0;
    struct rusage usage;
    memset(&usage, 0, sizeof usage);
    while (child > 0 && wait4(child, &status, 0, &usage) < 0 && errno == EINTR)
        ;
    int64_t end = now(CLOCK_MONOTONIC);

    if (spawn_error != 0) {
        dprintf(REPORT, "spawn-error=%d\n", spawn_error);
        return 0;
    }
    dprintf(REPORT, "spawned-at=%lld\nwall=%lld\nuser=%lld\nsys=%lld\npeak-rss=%lld\n",
            (long long)spawned_at, (long long)(end - begin),
            nanoseconds(usage.ru_utime), nanoseconds(usage.ru_stime), (long long)usage.ru_maxrss * 1024);
    report_counter("instructions", instructions);
    report_counter("cycles", cycles);
    if (WIFSIGNALED(status))
        dprintf(REPORT, "signal=%d\n", WTERMSIG(status));
    else
        dprintf(REPORT, "exit=%d\n", WEXITSTATUS(status));
    return 0;
}
