using System.Buffers.Binary;
using System.Diagnostics;
using Bench.Streaming;

namespace Bench.Hosts;

/// <summary>A function in a process of its own that is sent frames.</summary>
internal sealed class WorkerHost(FunctionSpec spec, bool logs, Func<CancellationToken, ValueTask<IWorkerChannel>> open) : IFunctionHost
{
    private readonly WorkerReader _reader = new(spec.ReplyBytes, logs);
    private byte[] _frame = new byte[4096];
    private IWorkerChannel? _channel;

    public IReadOnlyList<byte> ObservedTags => _reader.ObservedTags;

    public async ValueTask StartAsync(CancellationToken ct)
    {
        long begin = Stopwatch.GetTimestamp();
        _channel = await open(ct);
        try
        {
            TimeSpan left = spec.StartDeadline - Stopwatch.GetElapsedTime(begin);
            await _channel.ExchangeAsync(default, _reader, left > TimeSpan.Zero ? left : TimeSpan.Zero, ct);
        }
        catch (FunctionFaultException e) when (e.Fault == FunctionFault.Deadline)
        {
            throw FunctionFile.Refused($"the worker does not start within {spec.StartDeadline.TotalSeconds:0.#} s", e);
        }
        catch (FunctionFaultException e) when (e.Fault != FunctionFault.Refused)
        {
            throw FunctionFile.Refused($"the worker does not start: {e.Message}", e);
        }
        _channel.Ready();
    }

    public ValueTask InvokeAsync(FunctionCall message, CancellationToken ct)
    {
        IWorkerChannel channel = _channel ?? throw new InvalidOperationException("the host has not been started");
        long begin = Stopwatch.GetTimestamp();
        _reader.Begin(message);
        ValueTask exchange = channel.ExchangeAsync(FrameOf(message), _reader, spec.Deadline, ct);
        // Most answers are there before the caller's thread would have been given away.
        if (!exchange.IsCompletedSuccessfully)
            return FinishAsync(exchange, message, begin);
        MarkGuest(message, begin);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
            await _channel.DisposeAsync();
        _channel = null;
    }

    private async ValueTask FinishAsync(ValueTask exchange, FunctionCall message, long begin)
    {
        await exchange;
        MarkGuest(message, begin);
    }

    private ReadOnlyMemory<byte> FrameOf(FunctionCall message)
    {
        int length = WorkerReader.HeaderBytes + message.Data.Length;
        if (_frame.Length < length)
            _frame = new byte[length];
        BinaryPrimitives.WriteUInt32LittleEndian(_frame, (uint)message.Data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(_frame.AsSpan(4), message.Tag);
        message.Data.Span.CopyTo(_frame.AsSpan(WorkerReader.HeaderBytes));
        return _frame.AsMemory(0, length);
    }

    /// <summary>
    /// The worker's clock is this process's where it lies within the call: natively it is the same one. Where an engine counts from another
    /// moment only the duration is known, and put in the middle of the call.
    /// </summary>
    private void MarkGuest(FunctionCall message, long begin)
    {
        long end = Stopwatch.GetTimestamp();
        double ticksPerNanosecond = Stopwatch.Frequency / 1e9;
        double entered = _reader.Times.Entered * ticksPerNanosecond, left = _reader.Times.Left * ticksPerNanosecond;
        if (left < entered || left - entered > end - begin)
            return;
        if (entered < begin || left > end)
            (entered, left) = (begin + ((end - begin - (left - entered)) / 2), begin + ((end - begin + (left - entered)) / 2));
        message.MarkGuest((long)entered, (long)left);
    }
}
