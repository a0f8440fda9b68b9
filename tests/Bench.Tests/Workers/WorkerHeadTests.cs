using Bench.Backends.Workers;
using Bench.Core;

namespace Bench.Tests.Workers;

public sealed class WorkerHeadTests
{
    [Fact]
    public void The_two_streams_follow_each_other() =>
        Assert.Equal(new WorkerHead(new ExitStatus.Exited(3), null, 6, 73), WorkerHead.Parse("HTTP/1.1 200 OK\r\nContent-Length: 79\r\nbench-errors: 73\r\nbench-exit: 3"));

    [Fact]
    public void A_trap_has_the_exit_code_of_a_native_abort() =>
        Assert.Equal(new WorkerHead(new ExitStatus.Exited(134), "RuntimeError: unreachable", 0, 0),
            WorkerHead.Parse("HTTP/1.1 200 OK\r\nbench-trap: RuntimeError: unreachable\r\nContent-Length: 0\r\nbench-errors: 0"));

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 21")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nbench-errors: 0")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nbench-exit: 0\r\nbench-errors: 0")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nbench-exit: 0\r\nbench-errors: 5")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nbench-exit: 0\r\nbench-errors: -1")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nbench-exit: 99999999999\r\nbench-errors: 0")]
    public void Anything_else_is_refused(string head) =>
        Assert.Contains("no answer of a worker", Assert.Throws<IOException>(() => WorkerHead.Parse(head)).Message, StringComparison.Ordinal);
}
