using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Bench.Streaming;

public sealed record StreamSinkOptions : StreamClientOptions
{
    /// <summary>0 to 3F, at least one.</summary>
    public required IReadOnlyList<byte> Observe { get; init; }
}

/// <summary>Messages that come out of a stream, to be gone through. While nobody takes them they stay at the zipper, and its senders wait.</summary>
/// <example><code>
/// await using StreamSink sink = await StreamSink.ConnectAsync("localhost:9000", new() { Name = "sink", Observe = [0x34] }, ct);
/// await foreach (StreamMessage message in sink.ReadAllAsync(ct))
///     Console.WriteLine(message.ToNumber());
/// </code></example>
public sealed class StreamSink : IAsyncDisposable
{
    private const int Ahead = 64;

    // Bounded in messages, as what was read from the network is in bytes: room for many small ones, never for the whole stream.
    private readonly Channel<StreamMessage> _messages = Channel.CreateBounded<StreamMessage>(new BoundedChannelOptions(Ahead) { SingleWriter = true });
    private StreamFunction _function = null!;

    private StreamSink()
    {
    }

    public int Reconnects => _function.Reconnects;

    /// <exception cref="StreamClosedException">No connection can be made.</exception>
    /// <exception cref="ArgumentException">No tag is observed, or one is out of range.</exception>
    public static async Task<StreamSink> ConnectAsync(string address, StreamSinkOptions options, CancellationToken ct)
    {
        StreamSink sink = new();
        StreamFunctionOptions function = new StreamFunctionOptions
        {
            Name = options.Name,
            Observe = options.Observe,
            IsSink = true,
            Host = StreamFunctionOptions.From((call, stop) => sink._messages.Writer.WriteAsync(new StreamMessage(call), stop)),
        }.With(options);
        sink._function = await StreamFunction.ConnectAsync(address, function, ct);
        _ = sink._function.Completion.ContinueWith(sink.End, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return sink;
    }

    /// <summary>Messages in the order in which they come, until the sink is disposed of; several readers share them.</summary>
    /// <exception cref="StreamClosedException">The zipper refuses this sink.</exception>
    public async IAsyncEnumerable<StreamMessage> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (StreamMessage message in _messages.Reader.ReadAllAsync(ct))
            yield return message;
    }

    public async ValueTask DisposeAsync()
    {
        await _function.DisposeAsync();
        _messages.Writer.TryComplete();
    }

    private void End(Task connection) => _messages.Writer.TryComplete(connection.Exception?.GetBaseException());
}
