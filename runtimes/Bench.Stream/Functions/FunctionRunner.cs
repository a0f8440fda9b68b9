using System.Text;

namespace Bench.Streaming;

/// <summary>One host that is replaced by a new one after each fault, with a wait that doubles while faults follow each other.</summary>
internal sealed class FunctionRunner(StreamFunctionOptions options, FunctionStatistics statistics) : IAsyncDisposable
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(5), s_longestWait = TimeSpan.FromSeconds(1);
    private readonly IPayloadCodec? _codec = options.Codec?.Invoke();
    private IFunctionHost? _host;
    private int _faultsInARow;

    internal FunctionCall Call { get; } = new();

    internal async Task<IReadOnlyList<byte>> StartAsync(CancellationToken ct)
    {
        _host = options.Host();
        await _host.StartAsync(ct);
        return _host.ObservedTags;
    }

    /// <summary>Decodes a message into <see cref="Call"/>.</summary>
    /// <returns>False when it is lost: it does not hold what its codec says.</returns>
    internal bool TryBegin(byte tag, ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> transaction)
    {
        Call.Begin(tag, data, transaction);
        if (_codec is null)
            return true;
        try
        {
            Call.Begin(tag, _codec.Decode(data), transaction);
            return true;
        }
        catch (FormatException e)
        {
            Lose(FunctionFault.BadInput, e.Message);
            return false;
        }
    }

    /// <summary>A reply of <see cref="Call"/> as it goes out.</summary>
    /// <returns>False when it is lost: it is no value of the codec.</returns>
    internal bool TryEncode(int reply, out ReadOnlyMemory<byte> data)
    {
        data = Call[reply].Data;
        // An empty reply says that there is none.
        if (_codec is null || data.IsEmpty)
            return true;
        try
        {
            data = _codec.Encode(data);
            if (DataFrame.Size(Call.Transaction.Length, data.Length, false) <= options.Frames.MaxFrameBytes)
                return true;
            Lose(FunctionFault.Limit, $"encoded, a reply is {data.Length} bytes, above the limit of a frame");
            return false;
        }
        catch (FormatException e)
        {
            Lose(FunctionFault.BadOutput, e.Message);
            return false;
        }
    }

    /// <summary>Calls the function with what <see cref="Call"/> holds.</summary>
    /// <returns>False when the message is lost; that is counted and told. While the function cannot be started again, the message waits for it.</returns>
    internal ValueTask<bool> RunAsync(CancellationToken ct)
    {
        if (_host is null)
            return RestartAndRunAsync(ct);
        try
        {
            ValueTask invoked = _host.InvokeAsync(Call, ct);
            if (!invoked.IsCompletedSuccessfully)
                return AwaitAsync(invoked, ct);
            Handled();
            return ValueTask.FromResult(true);
        }
        catch (FunctionFaultException e)
        {
            return FaultAsync(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _host = null;
    }

    private async ValueTask<bool> AwaitAsync(ValueTask invoked, CancellationToken ct)
    {
        try
        {
            await invoked.ConfigureAwait(false);
            Handled();
            return true;
        }
        catch (FunctionFaultException e) when (!ct.IsCancellationRequested)
        {
            return await FaultAsync(e);
        }
    }

    /// <exception cref="FunctionFaultException">A reply is larger than a frame may be.</exception>
    private void Handled()
    {
        int largest = options.Frames.MaxFrameBytes;
        for (int i = 0; i < Call.Replies; i++)
        {
            if (DataFrame.Size(Call.Transaction.Length, Call[i].Data.Length, false) > largest)
                throw new FunctionFaultException(FunctionFault.Limit, $"a reply of {Call[i].Data.Length} bytes is above the limit of {largest} of a frame");
        }
        _faultsInARow = 0;
        statistics.Count();
    }

    private async ValueTask<bool> FaultAsync(FunctionFaultException fault)
    {
        Lose(fault.Fault, fault.Message);
        _faultsInARow++;
        await DisposeAsync();
        return false;
    }

    private void Lose(FunctionFault fault, string why)
    {
        statistics.Count(fault);
        options.OnFault?.Invoke($"message {Encoding.UTF8.GetString(Call.Transaction.Span)} is lost ({fault}): {why}");
    }

    private async ValueTask<bool> RestartAndRunAsync(CancellationToken ct)
    {
        string? told = null;
        while (_host is null)
        {
            if (_faultsInARow > 1)
                await Task.Delay(TimeSpan.FromTicks(Math.Min(s_longestWait.Ticks, s_firstWait.Ticks << Math.Min(_faultsInARow, 20))), ct);
            IFunctionHost host = options.Host();
            try
            {
                await host.StartAsync(ct);
                _host = host;
                statistics.CountRestart();
            }
            catch (FunctionFaultException e)
            {
                await host.DisposeAsync();
                _faultsInARow++;
                // It did start once: what it lacks now may come back.
                if (told != e.Message)
                    options.OnFault?.Invoke($"the function did not start again ({e.Fault}), trying on: {told = e.Message}");
            }
            catch (OperationCanceledException)
            {
                await host.DisposeAsync();
                throw;
            }
        }
        return await RunAsync(ct);
    }
}
