using Bench.Streaming;
using Bench.Wasm;

namespace Bench.Hosts;

/// <summary>A call as the guest sees it.</summary>
internal sealed class CallMessage(int mostReplyBytes) : IGuestMessage
{
    private FunctionCall? _call;

    /// <summary>Whether a reply found no room.</summary>
    internal bool IsFull { get; private set; }

    public uint Tag => _call!.Tag;

    public ReadOnlySpan<byte> Data => _call!.Data.Span;

    internal void Begin(FunctionCall call) => (_call, IsFull) = (call, false);

    internal void End() => _call = null;

    public bool TryReply(byte tag, ReadOnlySpan<byte> data)
    {
        if (_call is not FunctionCall call || WorkerReader.IsTooMuch(call, data.Length, mostReplyBytes))
        {
            IsFull = true;
            return false;
        }
        call.Reply(tag, data);
        return true;
    }
}
