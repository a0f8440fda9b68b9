/* Runs one program and reports what it cost.
 *
 *     launch program [argument...]        report on file descriptor 3
 *
 * A small program of its own, because the kernel counts the memory of the process that execs towards the
 * peak of the program that it becomes: spawned from a managed harness, `true` would weigh as much as the
 * harness does. Spawned from here the floor is about a megabyte. It also keeps the clock next to the spawn,
 * counts only the program's own instructions, and takes the program and whatever descends from it down with
 * itself if the harness dies.
 *
 * The report is lines of name=value; times in nanoseconds, sizes in bytes. Counters that the machine does
 * not permit are absent, never zero.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REPORT = 3 };

static volatile pid_t target;
static volatile sig_atomic_t asked_to_end;

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

/* SIGTERM comes from the kernel when the harness has died, or from a person; main then ends the rest. */
static void end_target(int signal) {
    int saved = errno;
    (void)signal;
    asked_to_end = 1;
    if (target > 0)
        kill(target, SIGKILL);
    errno = saved;
}

/* The harness died before the kernel was asked to tell: nobody is left to read the report. */
static int harness_is_gone(void) {
    struct pollfd reader = { .fd = REPORT };
    return poll(&reader, 1, 0) == 1 && (reader.revents & POLLERR) != 0;
}

/* execvp, except that a file which is no program is not handed to /bin/sh. Returns only when it failed. */
static void exec_on_path(char **argv) {
    if (strchr(argv[0], '/') != NULL) {
        execv(argv[0], argv);
        return;
    }
    const char *at = getenv("PATH");
    if (at == NULL)
        at = "/usr/local/bin:/usr/bin:/bin";
    int denied = 0;
    for (;;) {
        int length = (int)strcspn(at, ":");
        char file[PATH_MAX];
        errno = ENAMETOOLONG;
        if (snprintf(file, sizeof file, "%.*s/%s", length > 0 ? length : 1, length > 0 ? at : ".", argv[0]) < (int)sizeof file)
            execv(file, argv);
        if (errno == EACCES)
            denied = 1;
        else if (errno != ENOENT && errno != ENOTDIR && errno != ENAMETOOLONG)
            return;
        if (at[length] == '\0')
            break;
        at += length + 1;
    }
    errno = denied ? EACCES : ENOENT;
}

/* Kills what the program left behind. Orphans of its tree are children of this process, so each round uncovers
 * the next generation. Where the kernel keeps no list of children, they are left to the harness. */
static void end_orphans(void) {
    char list[64];
    snprintf(list, sizeof list, "/proc/self/task/%d/children", (int)getpid());
    for (int round = 0; round < 1000; round++) {
        FILE *children = fopen(list, "re");
        int found = 0, pid;
        while (children != NULL && fscanf(children, "%d", &pid) == 1) {
            kill(pid, SIGKILL);
            found++;
        }
        if (children != NULL)
            fclose(children);
        if (found == 0)
            break;
        while (found > 0 && (waitpid(-1, NULL, 0) > 0 || errno == EINTR))
            found--;
    }
}

int main(int argc, char **argv) {
    /* The program must not hold the report open. */
    if (argc < 2 || fcntl(REPORT, F_SETFD, FD_CLOEXEC) < 0) {
        fprintf(stderr, "usage: launch program [argument...] %d>report\n", REPORT);
        return 2;
    }
    struct sigaction on_end = { .sa_handler = end_target };
    sigaction(SIGTERM, &on_end, NULL);
    signal(SIGCHLD, SIG_DFL);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (harness_is_gone())
        return 2;
    int instructions = open_counter(PERF_COUNT_HW_INSTRUCTIONS);
    int cycles = open_counter(PERF_COUNT_HW_CPU_CYCLES);

    volatile int exec_error = 0;
    pid_t launcher = getpid();
    int64_t spawned_at = now(CLOCK_REALTIME);
    int64_t begin = now(CLOCK_MONOTONIC);
    pid_t child = vfork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != launcher)
            _exit(127);
        exec_on_path(argv + 1);
        exec_error = errno;
        _exit(127);
    }
    int spawn_error = child < 0 ? errno : exec_error;
    target = child;
    if (asked_to_end && child > 0)
        kill(child, SIGKILL);

    int status = 0;
    struct rusage usage;
    memset(&usage, 0, sizeof usage);
    pid_t ended = 0;
    /* WNOWAIT first: once reaped, the number may be another process's, and must not be killed any more. */
    siginfo_t info;
    while (child > 0 && waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        ;
    int64_t end = now(CLOCK_MONOTONIC);
    target = 0;
    while (child > 0 && (ended = wait4(child, &status, 0, &usage)) < 0 && errno == EINTR)
        ;
    end_orphans();

    if (spawn_error != 0) {
        dprintf(REPORT, "spawn-error=%d\n", spawn_error);
        return 0;
    }
    if (ended != child) {
        perror("launch: wait4");
        return 2;
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
