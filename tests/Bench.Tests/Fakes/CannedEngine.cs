using System.Net.Sockets;
using System.Text;

namespace Bench.Tests;

/// <summary>Answers on a Unix socket what it was told to, whatever that is: a container engine that is old, or none at all.</summary>
internal sealed class CannedEngine : IAsyncDisposable
{
    private readonly Func<string, string> _answer;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("bench-test-").FullName;
    private readonly Task _serving;

    /// <param name="answer">From the path of a request to the body of its answer, or, where that begins with <c>HTTP/</c>, to all of it.</param>
    internal CannedEngine(Func<string, string> answer)
    {
        _answer = answer;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "s")));
        _listener.Listen();
        _serving = ServeAsync();
    }

    internal string Host => "unix://" + Path.Combine(_folder, "s");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using Socket connection = await _listener.AcceptAsync(_stop.Token);
                using StreamReader reader = new(new NetworkStream(connection), Encoding.ASCII);
                if (await reader.ReadLineAsync(_stop.Token) is not string request)
                    continue;
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
                    continue;   // headers
                string answer = _answer(request.Split(' ')[1]);
                string whole = answer.StartsWith("HTTP/", StringComparison.Ordinal) ? answer
                    : $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(answer)}\r\nConnection: close\r\n\r\n{answer}";
                try
                {
                    await connection.SendAsync(Encoding.UTF8.GetBytes(whole), _stop.Token);
                }
                catch (SocketException)
                {
                    // Who asked waits no longer.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
    }
}
