using System.Text;
using Bench.Streaming;

namespace Bench.Fleet;

/// <summary>Lines as messages to the zipper of the caller, which broadcasts receipts.</summary>
internal sealed class StreamChannel : IResultChannel
{
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(10), s_send = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _node;
    private readonly int _attempt;
    private StreamSource _source = null!;
    private StreamFunction _receipts = null!;
    private long _received;

    private StreamChannel(string node, int attempt) => (_node, _attempt) = (node, attempt);

    public long? Received => Interlocked.Read(ref _received);
    public int Connections => 1 + _source.Reconnects;

    /// <exception cref="StreamClosedException">Nobody answers there, or it is somebody else.</exception>
    internal static async Task<StreamChannel> ConnectAsync(MemberSettings settings, CancellationToken ct)
    {
        (string address, string pin, string secret) = settings.Caller!.Value;
        StreamChannel channel = new(settings.Node, settings.Attempt);
        Credential credential = Credential.AppKey(FleetTags.Application, secret);
        ServerTrust trust = new ServerTrust.Pinned(pin);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(s_connect);
        try
        {
            channel._receipts = await StreamFunction.ConnectAsync(address, new StreamFunctionOptions
            {
                Name = FleetTags.Members, Observe = [FleetTags.Receipts], IsSink = true, Credential = credential, Trust = trust, Host = StreamFunctionOptions.From(channel.Take),
            }, limit.Token);
            channel._source = await StreamSource.ConnectAsync(address, new StreamSourceOptions { Name = settings.Node, Tag = FleetTags.Lines, Credential = credential, Trust = trust }, limit.Token);
            return channel;
        }
        catch (Exception e)
        {
            if (channel._receipts is not null)
                await channel._receipts.DisposeAsync();
            if (e is OperationCanceledException && !ct.IsCancellationRequested)
                throw new StreamClosedException(CloseReason.Lost("no answer"), $"{address} does not answer within {s_connect.TotalSeconds} s");
            throw;
        }
    }

    public async ValueTask<bool> SendAsync(FleetLine line, CancellationToken ct)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(s_send);
        try
        {
            await _source.WriteAsync(Encoding.UTF8.GetBytes(line.ToString()), limit.Token);
            return true;
        }
        catch (Exception e) when (e is StreamClosedException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }

    public async Task<bool> ConfirmedAsync(TimeSpan timeout, CancellationToken ct)
    {
        await Task.WhenAny(_confirmed.Task, Task.Delay(timeout, ct));
        return _confirmed.Task.IsCompleted;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _receipts.DisposeAsync();
    }

    private void Take(FunctionCall call)
    {
        if (!FleetLine.TryParse(Encoding.UTF8.GetString(call.Data.Span), out FleetLine? line) || line is not FleetLine.Receipt receipt || receipt.Node != _node || receipt.Attempt != _attempt)
            return;
        Interlocked.Exchange(ref _received, receipt.Length);
        if (receipt.Complete)
            _confirmed.TrySetResult();
    }
}
