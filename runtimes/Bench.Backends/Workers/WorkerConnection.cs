using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Bench.Core;

namespace Bench.Backends.Workers;

/// <summary>Requests to a worker, one after the other over one connection of HTTP/1.1 on a Unix socket.</summary>
/// <remarks>By hand and blocking: a client that is made for thousands of connections takes longer for one request than the server does.</remarks>
internal sealed class WorkerConnection : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private static readonly Lazy<bool> s_warm = new(Exercise);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _filled;

    /// <exception cref="SocketException">Nobody listens there.</exception>
    internal WorkerConnection(string path)
    {
        try
        {
            _socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Has all of this compiled once: else the first request of a run would be measured with the harness's own compiler.</summary>
    internal static void WarmUp() => _ = s_warm.Value;

    /// <exception cref="SocketException">The connection broke.</exception>
    internal PeerProcess Peer() => new(_socket);

    /// <summary>Has the program run once.</summary>
    /// <exception cref="TimeoutException">The answer was not complete in time.</exception>
    /// <exception cref="IOException">The connection broke, was closed from here, or what came is no answer of a worker.</exception>
    internal WorkerAnswer Ask(IReadOnlyList<string> arguments, TimeSpan timeout)
    {
        long begin = Stopwatch.GetTimestamp();
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(arguments);
        byte[] head = Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: worker\r\nContent-Length: {body.Length}\r\n\r\n");
        try
        {
            _socket.Send([.. head, .. body]);
            if (_filled > 0)
                throw new IOException("the server sent something unasked");
            Fill(begin, timeout);
            long firstByteAt = RealtimeClock.UnixNanoseconds();
            WorkerHead answer = WorkerHead.Parse(ReadHead(begin, timeout));

            using OutputDigest output = new(skipLog: false);
            Take(answer.OutputBytes, output.Append, begin, timeout);
            // Its rows tell times of a clock that stands still; the rest is what explains a failure.
            RowReader errors = new();
            Take(answer.ErrorBytes, errors.Append, begin, timeout);
            string tail = errors.Finish();
            return new WorkerAnswer(answer.Exit, output.Finish(), answer.Trap is null ? tail : $"{tail}\ntrap: {answer.Trap}", errors.MalformedRow, firstByteAt);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw e is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock }
                ? new TimeoutException(e.Message, e) : new IOException(e.Message, e);
        }
    }

    public void Dispose() => _socket.Dispose();

    private delegate void Sink(ReadOnlySpan<byte> bytes);

    /// <summary>Everything before the first empty line; what follows it moves to the buffer's start.</summary>
    private string ReadHead(long begin, TimeSpan timeout)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
            Fill(begin, timeout);
        string head = Encoding.ASCII.GetString(_buffer, 0, end);
        int body = end + 4;
        _buffer.AsSpan(body, _filled - body).CopyTo(_buffer);
        _filled -= body;
        return head;
    }

    private void Take(long count, Sink sink, long begin, TimeSpan timeout)
    {
        while (count > 0)
        {
            if (_filled == 0)
                Fill(begin, timeout);
            int part = (int)Math.Min(count, _filled);
            sink(_buffer.AsSpan(0, part));
            _buffer.AsSpan(part, _filled - part).CopyTo(_buffer);
            _filled -= part;
            count -= part;
        }
    }

    private void Fill(long begin, TimeSpan timeout)
    {
        if (_filled == BufferBytes)
            throw new IOException($"the answer begins with more than {BufferBytes} bytes of headers");
        double left = (timeout - Stopwatch.GetElapsedTime(begin)).TotalMilliseconds;
        if (left <= 0)
            throw new TimeoutException();
        _socket.ReceiveTimeout = (int)Math.Clamp(Math.Ceiling(left), 1, int.MaxValue);
        int count = _socket.Receive(_buffer, _filled, BufferBytes - _filled, SocketFlags.None);
        if (count == 0)
            throw new IOException("the connection ended before the answer did");
        _filled += count;
    }

    /// <summary>One request to a socket of this process's own.</summary>
    private static bool Exercise()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bench-warm-");
        try
        {
            string path = Path.Combine(folder.FullName, "socket");
            using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
            using WorkerConnection connection = new(path);
            using Socket accepted = listener.Accept();
            accepted.Send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nbench-exit: 0\r\nbench-errors: 1\r\n\r\n42\n"u8);
            return connection.Ask([], TimeSpan.FromSeconds(10)).Output.Bytes == 2;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
