using System.Net.Sockets;
using System.Text;
using Bench.Backends.Workers;
using Bench.Core;

namespace Bench.Tests.Workers;

public sealed class WorkerConnectionTests : IDisposable
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 48\r\nbench-exit: 0\r\nbench-errors: 44\r\n\r\nabc\nbench: phase=execute iteration=1 ns=0\nwords\n";
    private static readonly TimeSpan s_ample = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public WorkerConnectionTests()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(_folder["socket"]));
        _listener.Listen(1);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }

    [Theory, InlineData(1), InlineData(7), InlineData(1000)]
    public async Task An_answer_is_the_same_however_it_is_torn(int piece)
    {
        using WorkerConnection connection = new(_folder["socket"]);
        using Socket server = _listener.Accept();
        for (int i = 0; i < 2; i++)
        {
            Task sending = Task.Run(() =>
            {
                foreach (byte[] part in Encoding.ASCII.GetBytes(Answer).Chunk(piece))
                    server.Send(part);
            });
            AssertRight(connection.Ask(["2"], s_ample));
            await sending.WaitAsync(s_ample);
        }
    }

    [Fact]
    public void What_comes_after_an_answer_is_not_taken_for_the_next_one()
    {
        using WorkerConnection connection = new(_folder["socket"]);
        using Socket server = _listener.Accept();
        server.Send(Encoding.ASCII.GetBytes(Answer + Answer));
        AssertRight(connection.Ask(["2"], s_ample));
        Assert.Contains("unasked", Assert.Throws<IOException>(() => connection.Ask(["2"], s_ample)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_arguments_arrive_as_JSON()
    {
        using WorkerConnection connection = new(_folder["socket"]);
        using Socket server = _listener.Accept();
        server.Send(Encoding.ASCII.GetBytes(Answer));
        connection.Ask(["2", "--iterations=3"], s_ample);

        byte[] request = new byte[1000];
        string text = Encoding.ASCII.GetString(request, 0, server.Receive(request));
        Assert.EndsWith("Content-Length: 22\r\n\r\n[\"2\",\"--iterations=3\"]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_breaks_off_is_an_error()
    {
        using WorkerConnection connection = new(_folder["socket"]);
        using (Socket server = _listener.Accept())
            server.Send(Encoding.ASCII.GetBytes(Answer[..^3]));
        Assert.Throws<IOException>(() => connection.Ask(["2"], s_ample));
    }

    [Fact]
    public async Task Headers_without_end_are_an_error()
    {
        using WorkerConnection connection = new(_folder["socket"]);
        using Socket server = _listener.Accept();
        Task<int> sending = server.SendAsync(new byte[65_536]).WaitAsync(s_ample);
        Assert.Contains("headers", Assert.Throws<IOException>(() => connection.Ask(["2"], s_ample)).Message, StringComparison.Ordinal);
        Assert.Equal(65_536, await sending);
    }

    [Fact]
    public void An_answer_that_does_not_end_is_a_timeout()
    {
        using WorkerConnection connection = new(_folder["socket"]);
        using Socket server = _listener.Accept();
        server.Send(Encoding.ASCII.GetBytes(Answer[..^3]));
        Assert.Throws<TimeoutException>(() => connection.Ask(["2"], TimeSpan.FromMilliseconds(50)));
    }

    private static void AssertRight(WorkerAnswer answer)
    {
        Assert.Equal(new ExitStatus.Exited(0), answer.Exit);
        Assert.Equal(4, answer.Output.Bytes);
        Assert.Equal("abc", answer.Output.Head);
        Assert.Equal("words", answer.StderrTail);
        Assert.Null(answer.MalformedRow);
    }
}
