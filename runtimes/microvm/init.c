/* The first and only process of a micro virtual machine: runs one program, sends what it prints through the
 * second serial port, and ends the machine with it.
 *
 *     /program      the program
 *     /arguments    its arguments, each with a zero behind it
 *     /dev/ttyS1    frames: kind, 0, length (two bytes, most significant first), and that many bytes
 *
 * Frames, because a serial port is one stream and the program has two and an end. What goes wrong in here is
 * said on the console, and the machine then ends without a frame that says how the program did.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { KIND_OUTPUT = 1, KIND_ERROR = 2, KIND_EXIT = 3, KIND_SIGNAL = 4 };
enum { FRAME_MAX = 4096, HEADER = 4, ARGUMENTS_MAX = 16384, DRAIN_SECONDS = 5 };

static int port;

static _Noreturn void end_machine(void)
{
    reboot(RB_AUTOBOOT); /* which the hypervisor is told to take for the end */
    for (;;)
        pause();
}

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "init: %s: %s\n", what, strerror(errno));
    end_machine();
}

static void send_all(const unsigned char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t sent = write(port, bytes, count);
        if (sent < 0 && errno != EINTR)
            fail("/dev/ttyS1");
        if (sent > 0) {
            bytes += sent;
            count -= (size_t)sent;
        }
    }
}

static void send_frame(int kind, const unsigned char *bytes, size_t count)
{
    unsigned char frame[HEADER + FRAME_MAX] = { (unsigned char)kind, 0, (unsigned char)(count >> 8), (unsigned char)count };
    memcpy(frame + HEADER, bytes, count);
    send_all(frame, HEADER + count);
}

/* A port that is not raw would make two bytes of each newline. */
static void open_port(void)
{
    struct termios settings;
    port = open("/dev/ttyS1", O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (port < 0 || tcgetattr(port, &settings) < 0)
        fail("/dev/ttyS1");
    cfmakeraw(&settings);
    cfsetspeed(&settings, B115200); /* the fastest that is always there; the emulated port does not wait for it */
    if (tcsetattr(port, TCSANOW, &settings) < 0)
        fail("/dev/ttyS1");
}

/* Instead of tcdrain, which looks only at each tick of the kernel's clock. */
static void drain_port(void)
{
    struct timespec begin, now;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    int queued = 1, state = 0;
    do {
        if (ioctl(port, TIOCOUTQ, &queued) < 0 || ioctl(port, TIOCSERGETLSR, &state) < 0)
            fail("/dev/ttyS1");
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while ((queued > 0 || (state & TIOCSER_TEMT) == 0) && now.tv_sec - begin.tv_sec < DRAIN_SECONDS);
}

/* argv of the program, from the file; its name comes first. */
static char **read_arguments(void)
{
    static char text[ARGUMENTS_MAX + 1];
    static char *arguments[ARGUMENTS_MAX + 2] = { "program" };
    int file = open("/arguments", O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, ARGUMENTS_MAX);
    if (length < 0)
        fail("/arguments");
    close(file);
    int count = 1;
    for (char *at = text; at < text + length; at += strlen(at) + 1)
        arguments[count++] = at;
    return arguments;
}

static pid_t start(int output, int error)
{
    char **arguments = read_arguments();
    pid_t program = fork();
    if (program < 0)
        fail("fork");
    if (program > 0)
        return program;
    char *environment[] = { NULL };
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0 && dup2(nothing, 0) >= 0 && dup2(output, 1) >= 0 && dup2(error, 2) >= 0)
        execve("/program", arguments, environment);
    fprintf(stderr, "init: /program: %s\n", strerror(errno));
    _exit(127);
}

/* Until both streams have ended. */
static void pass_on(int output, int error)
{
    struct pollfd streams[] = { { .fd = output, .events = POLLIN }, { .fd = error, .events = POLLIN } };
    while (streams[0].fd >= 0 || streams[1].fd >= 0) {
        if (poll(streams, 2, -1) < 0 && errno != EINTR)
            fail("poll");
        for (int i = 0; i < 2; i++) {
            if (streams[i].fd < 0 || streams[i].revents == 0)
                continue;
            unsigned char bytes[FRAME_MAX];
            ssize_t count = read(streams[i].fd, bytes, sizeof bytes);
            if (count > 0)
                send_frame(i == 0 ? KIND_OUTPUT : KIND_ERROR, bytes, (size_t)count);
            else if (count == 0 || errno != EINTR)
                streams[i].fd = -1;
        }
    }
}

int main(void)
{
    int output[2], error[2], status;
    open_port();
    if (pipe2(output, O_CLOEXEC) < 0 || pipe2(error, O_CLOEXEC) < 0)
        fail("pipe");
    pid_t program = start(output[1], error[1]);
    close(output[1]);
    close(error[1]);
    pass_on(output[0], error[0]);
    while (waitpid(program, &status, 0) < 0)
        if (errno != EINTR)
            fail("waitpid");
    unsigned char value = (unsigned char)(WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    send_frame(WIFSIGNALED(status) ? KIND_SIGNAL : KIND_EXIT, &value, 1);
    drain_port();
    end_machine();
}
