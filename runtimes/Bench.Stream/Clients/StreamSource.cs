using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Bench.Streaming;

public sealed record StreamSourceOptions : StreamClientOptions
{
    /// <summary>For <see cref="StreamSource.WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>; 0 to 3F.</summary>
    public byte Tag { get; init; }
}

/// <summary>Pushes tagged data to a zipper. Writes may come from many threads; each waits when the zipper is behind.</summary>
/// <example><code>
/// await using StreamSource source = await StreamSource.ConnectAsync("localhost:9000", new() { Name = "sensor", Tag = 0x33 }, ct);
/// await source.WriteAsync(bytes, ct);
/// </code></example>
public sealed class StreamSource : IAsyncDisposable
{
    private readonly StreamSourceOptions _options;
    private readonly StreamClient _client;
    private long _next;

    private StreamSource(string address, StreamSourceOptions options)
    {
        _options = options;
        _client = new StreamClient(ZipperAddress.Parse(address), options, ClientKind.Source, null, StreamStage.Sent, OnBatchAsync, isBrief: true);
    }

    /// <summary>Messages accepted here that a lost connection took with it before they left.</summary>
    public long Unsent => _client.Unsent;

    public int Reconnects => _client.Reconnects;

    /// <summary>Faults when the zipper refuses this source.</summary>
    public Task Completion => _client.Completion;

    /// <exception cref="StreamClosedException">No connection can be made: one line says why.</exception>
    /// <exception cref="FormatException">The address is none.</exception>
    public static async Task<StreamSource> ConnectAsync(string address, StreamSourceOptions options, CancellationToken ct)
    {
        StreamSource source = new(address, options);
        await source._client.StartAsync(ct);
        return source;
    }

    /// <summary>With the options' tag.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken ct) => WriteAsync(_options.Tag, data, ct);

    /// <summary>Completes when the message is queued; one instance of each function that observes the tag gets it.</summary>
    public ValueTask WriteAsync(byte tag, ReadOnlyMemory<byte> data, CancellationToken ct) =>
        WriteAsync(tag, Interlocked.Increment(ref _next) - 1, data, ct);

    /// <summary>With a transaction id of the caller's, sent as decimal digits.</summary>
    public ValueTask WriteAsync(byte tag, long transaction, ReadOnlyMemory<byte> data, CancellationToken ct) => SendAsync(tag, transaction, data, false, ct);

    /// <summary>As <see cref="WriteAsync(byte, ReadOnlyMemory{byte}, CancellationToken)"/>, to every instance of those functions.</summary>
    public ValueTask BroadcastAsync(byte tag, ReadOnlyMemory<byte> data, CancellationToken ct) =>
        SendAsync(tag, Interlocked.Increment(ref _next) - 1, data, true, ct);

    /// <summary>Waits until everything was handed to the network.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        FrameConnection connection = await _client.ConnectionAsync(ct);
        await connection.Sender.EmptyAsync(ct);
    }

    /// <summary>Sends what is queued, for at most five seconds, and closes.</summary>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private ValueTask SendAsync(byte tag, long transaction, ReadOnlyMemory<byte> data, bool broadcast, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tag, DataFrame.MaxTag);
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(transaction, digits, out int length);
        if (_client.TrySendNow(tag, digits[..length], data.Span, broadcast))
            return ValueTask.CompletedTask;
        return _client.SendAsync(tag, Encoding.UTF8.GetBytes(transaction.ToString(CultureInfo.InvariantCulture)), data, broadcast, ct);
    }

    private static ValueTask OnBatchAsync(FrameConnection connection, CancellationToken ct)
    {
        while (connection.TryTake(out ReadOnlyMemory<byte> frame, out int body))
            RunningFrames.IsData(frame.Span, body);
        return ValueTask.CompletedTask;
    }
}
