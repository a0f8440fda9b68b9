// Every guest pointer and length is checked against the memory before anything is done; a bad one is answered with EFAULT.
// Guest structures are read and written by memcpy at their preview 1 offsets: little-endian hosts only, like wasm2c's own fast path.
#define _GNU_SOURCE
#include "wasi.h"

#include "runtime.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

typedef uint32_t u32;
typedef uint64_t u64;

// errno of preview 1
enum {
    SUCCESS = 0, AGAIN = 6, BADF = 8, FAULT = 21, FBIG = 22, INVAL = 28, IO = 29, ISDIR = 31,
    NOSPC = 51, NOSYS = 52, NOTDIR = 54, NOTSUP = 58, PIPE = 64, SPIPE = 70,
};

// filetype of preview 1
enum { UNKNOWN = 0, BLOCK_DEVICE = 1, CHARACTER_DEVICE = 2, DIRECTORY = 3, REGULAR_FILE = 4, SOCKET_STREAM = 6 };

static const u64 RIGHT_READ = 1 << 1, RIGHT_SEEK = 1 << 2, RIGHT_TELL = 1 << 5, RIGHT_WRITE = 1 << 6;

// ---- the guest's memory

/// NULL if any of the bytes lies outside.
static uint8_t *guest(const Wasi *wasi, u32 address, u64 length) {
    return address + length <= wasi->memory->size ? wasi->memory->data + address : NULL;
}

static u32 put_u32(const Wasi *wasi, u32 address, u32 value) {
    uint8_t *to = guest(wasi, address, sizeof value);
    if (!to) return FAULT;
    memcpy(to, &value, sizeof value);
    return SUCCESS;
}

static u32 put_u64(const Wasi *wasi, u32 address, u64 value) {
    uint8_t *to = guest(wasi, address, sizeof value);
    if (!to) return FAULT;
    memcpy(to, &value, sizeof value);
    return SUCCESS;
}

static u32 to_wasi_errno(int host) {
    switch (host) {
        case EAGAIN: return AGAIN;
        case EBADF: return BADF;
        case EFAULT: return FAULT;
        case EFBIG: return FBIG;
        case EINVAL: return INVAL;
        case EISDIR: return ISDIR;
        case ENOSPC: return NOSPC;
        case EPIPE: return PIPE;
        case ESPIPE: return SPIPE;
        default: return IO;
    }
}

// ---- arguments and environment

static u32 count_strings(const Wasi *wasi, char **strings, u32 count_address, u32 bytes_address) {
    u32 count = 0;
    u64 bytes = 0;
    for (; strings[count]; count++) bytes += strlen(strings[count]) + 1;
    u32 error = put_u32(wasi, count_address, count);
    return error ? error : put_u32(wasi, bytes_address, (u32)bytes);
}

static u32 copy_strings(const Wasi *wasi, char **strings, u32 pointers, u32 bytes) {
    for (; *strings; strings++, pointers += sizeof(u32)) {
        u32 length = (u32)strlen(*strings) + 1;
        uint8_t *to = guest(wasi, bytes, length);
        if (!to || put_u32(wasi, pointers, bytes)) return FAULT;
        memcpy(to, *strings, length);
        bytes += length;
    }
    return SUCCESS;
}

u32 WASI(args_sizes_get)(Wasi *wasi, u32 count, u32 bytes) { return count_strings(wasi, wasi->arguments, count, bytes); }
u32 WASI(args_get)(Wasi *wasi, u32 pointers, u32 bytes) { return copy_strings(wasi, wasi->arguments, pointers, bytes); }
u32 WASI(environ_sizes_get)(Wasi *wasi, u32 count, u32 bytes) { return count_strings(wasi, wasi->environment, count, bytes); }
u32 WASI(environ_get)(Wasi *wasi, u32 pointers, u32 bytes) { return copy_strings(wasi, wasi->environment, pointers, bytes); }

// ---- clocks

static bool host_clock(u32 id, clockid_t *clock) {
    static const clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID};
    if (id >= sizeof clocks / sizeof *clocks) return false;
    *clock = clocks[id];
    return true;
}

static u64 nanoseconds(struct timespec time) { return (u64)time.tv_sec * 1000000000u + (u64)time.tv_nsec; }

u32 WASI(clock_time_get)(Wasi *wasi, u32 id, u64 precision, u32 result) {
    (void)precision;
    clockid_t clock;
    struct timespec now;
    if (!host_clock(id, &clock)) return INVAL;
    if (clock_gettime(clock, &now) != 0) return to_wasi_errno(errno);
    return put_u64(wasi, result, nanoseconds(now));
}

u32 WASI(clock_res_get)(Wasi *wasi, u32 id, u32 result) {
    clockid_t clock;
    struct timespec resolution;
    if (!host_clock(id, &clock)) return INVAL;
    if (clock_getres(clock, &resolution) != 0) return to_wasi_errno(errno);
    return put_u64(wasi, result, nanoseconds(resolution));
}

/// Sleeping only, which is what nanosleep and sleep of wasi-libc ask for: exactly one subscription, to a clock.
u32 WASI(poll_oneoff)(Wasi *wasi, u32 subscriptions, u32 events, u32 count, u32 event_count) {
    enum { SUBSCRIPTION_BYTES = 48, EVENT_BYTES = 32, TAG_CLOCK = 0, ABSOLUTE = 1 };
    if (count != 1) return count == 0 ? INVAL : NOTSUP;
    const uint8_t *subscription = guest(wasi, subscriptions, SUBSCRIPTION_BYTES);
    uint8_t *event = guest(wasi, events, EVENT_BYTES);
    if (!subscription || !event || !guest(wasi, event_count, sizeof(u32))) return FAULT;
    if (subscription[8] != TAG_CLOCK) return NOTSUP;

    u64 user_data, timeout;
    u32 id;
    uint16_t flags;
    memcpy(&user_data, subscription, sizeof user_data);
    memcpy(&id, subscription + 16, sizeof id);
    memcpy(&timeout, subscription + 24, sizeof timeout);
    memcpy(&flags, subscription + 40, sizeof flags);

    clockid_t clock;
    if (!host_clock(id, &clock)) return INVAL;
    struct timespec until = {.tv_sec = (time_t)(timeout / 1000000000u), .tv_nsec = (long)(timeout % 1000000000u)};
    int error;
    do error = clock_nanosleep(clock, flags & ABSOLUTE ? TIMER_ABSTIME : 0, &until, flags & ABSOLUTE ? NULL : &until);
    while (error == EINTR);
    if (error) return error == ENOTSUP ? NOTSUP : to_wasi_errno(error);

    memset(event, 0, EVENT_BYTES);
    memcpy(event, &user_data, sizeof user_data);
    return put_u32(wasi, event_count, 1);
}

// ---- the three standard streams

static bool is_open(const Wasi *wasi, u32 fd) { return fd < 3 && !wasi->closed[fd]; }

enum { IOVECS_AT_ONCE = 64 };

/// Reads up to IOVECS_AT_ONCE of the guest's vectors and moves on in its array.
/// Returns how many were filled in, or -1 if one of them points outside.
static int take_iovecs(const Wasi *wasi, u32 *address, u32 *count, struct iovec host[IOVECS_AT_ONCE]) {
    int taken = 0;
    for (; *count > 0 && taken < IOVECS_AT_ONCE; *address += 8, --*count, taken++) {
        const uint8_t *vector = guest(wasi, *address, 8);
        if (!vector) return -1;
        u32 buffer, length;
        memcpy(&buffer, vector, sizeof buffer);
        memcpy(&length, vector + 4, sizeof length);
        uint8_t *data = guest(wasi, buffer, length);
        if (!data) return -1;
        host[taken] = (struct iovec){.iov_base = data, .iov_len = length};
    }
    return taken;
}

/// Writes everything, however the system splits it up. Returns an errno of the host or 0; adds to written in both cases.
static int write_all(int fd, struct iovec *vectors, int count, u64 *written) {
    for (;;) {
        for (; count > 0 && vectors->iov_len == 0; count--) vectors++;
        if (count == 0) return 0;
        ssize_t n = writev(fd, vectors, count);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno;
        *written += (u64)n;
        for (size_t left = (size_t)n; left > 0;) {
            size_t step = left < vectors->iov_len ? left : vectors->iov_len;
            vectors->iov_base = (char *)vectors->iov_base + step;
            vectors->iov_len -= step;
            left -= step;
            if (vectors->iov_len == 0) {
                vectors++;
                count--;
            }
        }
    }
}

u32 WASI(fd_write)(Wasi *wasi, u32 fd, u32 iovecs, u32 count, u32 result) {
    if (!is_open(wasi, fd)) return BADF;
    if (!guest(wasi, iovecs, (u64)count * 8) || !guest(wasi, result, sizeof(u32))) return FAULT;
    u64 written = 0;
    while (count > 0) {
        struct iovec host[IOVECS_AT_ONCE];
        int taken = take_iovecs(wasi, &iovecs, &count, host);
        int error = taken < 0 ? EFAULT : write_all((int)fd, host, taken, &written);
        if (error && written == 0) return to_wasi_errno(error);
        if (error) break;  // what was written counts; the guest meets the error at its next write
    }
    return put_u32(wasi, result, (u32)written);
}

u32 WASI(fd_read)(Wasi *wasi, u32 fd, u32 iovecs, u32 count, u32 result) {
    if (!is_open(wasi, fd)) return BADF;
    if (!guest(wasi, iovecs, (u64)count * 8) || !guest(wasi, result, sizeof(u32))) return FAULT;
    struct iovec host[IOVECS_AT_ONCE];
    int taken = take_iovecs(wasi, &iovecs, &count, host);  // a read may be short: one batch is enough
    if (taken < 0) return FAULT;
    ssize_t n;
    do n = readv((int)fd, host, taken);
    while (n < 0 && errno == EINTR);
    return n < 0 ? to_wasi_errno(errno) : put_u32(wasi, result, (u32)n);
}

u32 WASI(fd_seek)(Wasi *wasi, u32 fd, u64 offset, u32 whence, u32 result) {
    static const int host_whence[] = {SEEK_SET, SEEK_CUR, SEEK_END};
    if (!is_open(wasi, fd)) return BADF;
    if (whence > 2) return INVAL;
    if (!guest(wasi, result, sizeof(u64))) return FAULT;
    off_t position = lseek((int)fd, (off_t)offset, host_whence[whence]);
    return position < 0 ? to_wasi_errno(errno) : put_u64(wasi, result, (u64)position);
}

u32 WASI(fd_tell)(Wasi *wasi, u32 fd, u32 result) { return WASI(fd_seek)(wasi, fd, 0, 1, result); }

u32 WASI(fd_close)(Wasi *wasi, u32 fd) {
    if (!is_open(wasi, fd)) return BADF;
    wasi->closed[fd] = true;  // the host's own stays open: a trap must still be able to print
    return SUCCESS;
}

static uint8_t file_type(mode_t mode) {
    switch (mode & S_IFMT) {
        case S_IFBLK: return BLOCK_DEVICE;
        case S_IFCHR: return CHARACTER_DEVICE;
        case S_IFDIR: return DIRECTORY;
        case S_IFREG: return REGULAR_FILE;
        case S_IFSOCK: return SOCKET_STREAM;
        default: return UNKNOWN;
    }
}

/// A character device without the rights to seek is what wasi-libc takes for a terminal, and then writes each line by itself:
/// so only a real terminal may look like that, and /dev/null may not.
u32 WASI(fd_fdstat_get)(Wasi *wasi, u32 fd, u32 result) {
    if (!is_open(wasi, fd)) return BADF;
    uint8_t *to = guest(wasi, result, 24);
    if (!to) return FAULT;
    struct stat status;
    if (fstat((int)fd, &status) != 0) return to_wasi_errno(errno);

    uint8_t type = file_type(status.st_mode);
    u64 rights = RIGHT_READ | RIGHT_WRITE;
    if (type == REGULAR_FILE || (type == CHARACTER_DEVICE && !isatty((int)fd))) rights |= RIGHT_SEEK | RIGHT_TELL;
    memset(to, 0, 24);
    to[0] = type;
    memcpy(to + 8, &rights, sizeof rights);
    return SUCCESS;
}

u32 WASI(fd_filestat_get)(Wasi *wasi, u32 fd, u32 result) {
    if (!is_open(wasi, fd)) return BADF;
    uint8_t *to = guest(wasi, result, 64);
    if (!to) return FAULT;
    struct stat status;
    if (fstat((int)fd, &status) != 0) return to_wasi_errno(errno);

    u64 links = status.st_nlink, size = (u64)status.st_size;
    u64 times[3] = {nanoseconds(status.st_atim), nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)};
    memset(to, 0, 64);  // device and inode stay 0: they say nothing to a guest without directories
    to[16] = file_type(status.st_mode);
    memcpy(to + 24, &links, sizeof links);
    memcpy(to + 32, &size, sizeof size);
    memcpy(to + 40, times, sizeof times);
    return SUCCESS;
}

/// Blocking streams are all there is: asking for that succeeds, asking for another mode does not.
u32 WASI(fd_fdstat_set_flags)(Wasi *wasi, u32 fd, u32 flags) { return !is_open(wasi, fd) ? BADF : flags ? NOTSUP : SUCCESS; }

// ---- random bytes, the process

u32 WASI(random_get)(Wasi *wasi, u32 buffer, u32 length) {
    uint8_t *to = guest(wasi, buffer, length);
    if (!to) return FAULT;
    while (length > 0) {
        ssize_t n = getrandom(to, length, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return to_wasi_errno(errno);
        to += n;
        length -= (u32)n;
    }
    return SUCCESS;
}

u32 WASI(sched_yield)(Wasi *wasi) {
    (void)wasi;
    sched_yield();
    return SUCCESS;
}

void WASI(proc_exit)(Wasi *wasi, u32 code) {
    (void)wasi;
    host_exit((int)code);
}

// ---- what a program without directories and sockets cannot do
// The functions exist so that any wasi-libc program links; the answers are those of descriptors that were never opened.

/// The answer to an operation on a directory or a positioned file.
static u32 no_directory(const Wasi *wasi, u32 fd) { return is_open(wasi, fd) ? NOTDIR : BADF; }
static u32 no_file(const Wasi *wasi, u32 fd) { return is_open(wasi, fd) ? SPIPE : BADF; }

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wunused-parameter"

// BADF tells wasi-libc that there are no preopened directories; any other error ends the program before main.
u32 WASI(fd_prestat_get)(Wasi *wasi, u32 fd, u32 result) { return BADF; }
u32 WASI(fd_prestat_dir_name)(Wasi *wasi, u32 fd, u32 path, u32 length) { return BADF; }

u32 WASI(path_open)(Wasi *wasi, u32 fd, u32 lookup, u32 path, u32 length, u32 flags, u64 rights, u64 inherited, u32 fd_flags, u32 result) { return no_directory(wasi, fd); }
u32 WASI(path_create_directory)(Wasi *wasi, u32 fd, u32 path, u32 length) { return no_directory(wasi, fd); }
u32 WASI(path_filestat_get)(Wasi *wasi, u32 fd, u32 lookup, u32 path, u32 length, u32 result) { return no_directory(wasi, fd); }
u32 WASI(path_filestat_set_times)(Wasi *wasi, u32 fd, u32 lookup, u32 path, u32 length, u64 accessed, u64 modified, u32 flags) { return no_directory(wasi, fd); }
u32 WASI(path_link)(Wasi *wasi, u32 fd, u32 lookup, u32 path, u32 length, u32 to_fd, u32 to_path, u32 to_length) { return no_directory(wasi, fd); }
u32 WASI(path_readlink)(Wasi *wasi, u32 fd, u32 path, u32 length, u32 buffer, u32 size, u32 result) { return no_directory(wasi, fd); }
u32 WASI(path_remove_directory)(Wasi *wasi, u32 fd, u32 path, u32 length) { return no_directory(wasi, fd); }
u32 WASI(path_rename)(Wasi *wasi, u32 fd, u32 path, u32 length, u32 to_fd, u32 to_path, u32 to_length) { return no_directory(wasi, fd); }
u32 WASI(path_symlink)(Wasi *wasi, u32 target, u32 target_length, u32 fd, u32 path, u32 length) { return no_directory(wasi, fd); }
u32 WASI(path_unlink_file)(Wasi *wasi, u32 fd, u32 path, u32 length) { return no_directory(wasi, fd); }
u32 WASI(fd_readdir)(Wasi *wasi, u32 fd, u32 buffer, u32 size, u64 cookie, u32 result) { return no_directory(wasi, fd); }

u32 WASI(fd_advise)(Wasi *wasi, u32 fd, u64 offset, u64 length, u32 advice) { return no_file(wasi, fd); }
u32 WASI(fd_allocate)(Wasi *wasi, u32 fd, u64 offset, u64 length) { return no_file(wasi, fd); }
u32 WASI(fd_datasync)(Wasi *wasi, u32 fd) { return no_file(wasi, fd); }
u32 WASI(fd_sync)(Wasi *wasi, u32 fd) { return no_file(wasi, fd); }
u32 WASI(fd_fdstat_set_rights)(Wasi *wasi, u32 fd, u64 rights, u64 inherited) { return no_file(wasi, fd); }
u32 WASI(fd_filestat_set_size)(Wasi *wasi, u32 fd, u64 size) { return no_file(wasi, fd); }
u32 WASI(fd_filestat_set_times)(Wasi *wasi, u32 fd, u64 accessed, u64 modified, u32 flags) { return no_file(wasi, fd); }
u32 WASI(fd_pread)(Wasi *wasi, u32 fd, u32 iovecs, u32 count, u64 offset, u32 result) { return no_file(wasi, fd); }
u32 WASI(fd_pwrite)(Wasi *wasi, u32 fd, u32 iovecs, u32 count, u64 offset, u32 result) { return no_file(wasi, fd); }
u32 WASI(fd_renumber)(Wasi *wasi, u32 fd, u32 to) { return no_file(wasi, fd); }

u32 WASI(proc_raise)(Wasi *wasi, u32 signal) { return NOSYS; }
u32 WASI(sock_accept)(Wasi *wasi, u32 fd, u32 flags, u32 result) { return NOTSUP; }
u32 WASI(sock_recv)(Wasi *wasi, u32 fd, u32 iovecs, u32 count, u32 flags, u32 result, u32 result_flags) { return NOTSUP; }
u32 WASI(sock_send)(Wasi *wasi, u32 fd, u32 iovecs, u32 count, u32 flags, u32 result) { return NOTSUP; }
u32 WASI(sock_shutdown)(Wasi *wasi, u32 fd, u32 how) { return NOTSUP; }

#pragma clang diagnostic pop
