using System.Net;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Fuzz;

/// <summary>
/// Frames against a live zipper: connection after connection that sends frames as odd as they may be, and a damaged one, which closes
/// most of them, at the end.
/// </summary>
internal sealed class FrameStorm(IPEndPoint zipper, string transport, ServerTrust trust, ulong seed, ulong sparedTags)
{
    private const int AtOnce = 48, LongestRun = 500, MostFailures = 50;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    // No vectors: the numbers in them would be the ids of somebody's messages.
    private readonly byte[][] _pieces = PiecesOf(new SplitMix(seed), sparedTags);
    private long _frames, _connections, _closed, _broken;

    internal long Frames => Volatile.Read(ref _frames);
    internal long Connections => Volatile.Read(ref _connections);

    /// <summary>Connections that the zipper closed with a reason for the fault.</summary>
    internal long Closed => Volatile.Read(ref _closed);

    /// <summary>Connections that were gone before everything was sent, so that the reason was lost, or that could not be made.</summary>
    internal long Broken => Volatile.Read(ref _broken);

    /// <summary>Returns when so many frames were sent.</summary>
    /// <exception cref="UsageException">Nobody lets us in, or not any more.</exception>
    /// <exception cref="TimeoutException">The zipper does nothing any more.</exception>
    internal Task RunAsync(long frames, CancellationToken ct) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(one => Task.Run(() => SendAsync(new SplitMix(new SplitMix(seed + (ulong)one).Next()), frames, ct), ct)));

    private async Task SendAsync(SplitMix random, long frames, CancellationToken ct)
    {
        FuzzBuffer buffer = new();
        int failures = 0;
        while (Frames < frames)
        {
            ct.ThrowIfCancellationRequested();
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(s_patience);
            try
            {
                ConnectOptions options = new() { EndPoint = zipper, Host = "localhost", Trust = trust };
                await using StreamConnection connection = await StreamTransports.Get(transport).ConnectAsync(options, limit.Token);
                failures = 0;
                Interlocked.Increment(ref _connections);
                await TalkAsync(connection, random, buffer, limit.Token);
            }
            catch (StreamClosedException e)
            {
                Interlocked.Increment(ref IsForFault(e.Reason) ? ref _closed : ref _broken);
                if (++failures == MostFailures)
                    throw new UsageException($"{MostFailures} times in a row: {e.Message}", e);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                throw new TimeoutException($"the zipper neither took nor closed a connection within {s_patience.TotalSeconds:0} s");
            }
        }
    }

    private async Task TalkAsync(StreamConnection connection, SplitMix random, FuzzBuffer buffer, CancellationToken ct)
    {
        buffer.Clear();
        FrameMessages.AppendHandshake(random, buffer);
        if (random.Below(20) == 0)
            Mutations.Mutate(random, buffer, _pieces);
        for (int left = random.Below(LongestRun); left > 0; left--)
        {
            FrameMessages.AppendData(random, buffer, sparedTags);
            Interlocked.Increment(ref _frames);
            if (buffer.Length < FuzzBuffer.Capacity / 2 && random.Below(20) != 0)
                continue;
            await connection.WriteAsync(buffer.Memory, ct);
            buffer.Clear();
        }
        await connection.WriteAsync(buffer.Memory, ct);
        buffer.Clear();
        FrameMessages.AppendData(random, buffer, sparedTags);
        for (int left = 1 + random.Below(3); left > 0; left--)
            Mutations.Mutate(random, buffer, _pieces);
        Interlocked.Increment(ref _frames);
        if (buffer.Length > 0)
            await connection.WriteAsync(buffer.Memory, ct);
        await connection.CompleteWritesAsync(ct);
        byte[] answer = new byte[1024];
        int length, told = 0;
        while ((length = await connection.ReadAsync(answer.AsMemory(told), ct)) > 0)
            told = Math.Min(told + length, answer.Length - 1);
        bool isForFault = connection.CarriesReason
            ? IsForFault(await connection.Closed.WaitAsync(ct))
            : Frame.TryFind(answer.AsSpan(0, told), answer.Length, out _, out int body) && answer[0] == FrameKind.GoAway && IsForFault(GoAwayFrame.Parse(answer.AsSpan(body, told - body)));
        if (isForFault)
            Interlocked.Increment(ref _closed);
    }

    private static byte[][] PiecesOf(SplitMix random, ulong sparedTags)
    {
        FuzzBuffer buffer = new();
        return [.. Enumerable.Range(0, 16).Select(i =>
        {
            buffer.Clear();
            if (i == 0)
                FrameMessages.AppendHandshake(random, buffer);
            else
                FrameMessages.AppendData(random, buffer, sparedTags);
            return buffer.Bytes.ToArray();
        })];
    }

    private static bool IsForFault(CloseReason reason) => reason.Code == CloseReason.ReadError("").Code;
}
