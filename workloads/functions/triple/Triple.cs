namespace Bench.Functions;

internal sealed class Triple : IStreamFunction
{
    public IReadOnlyList<byte> ObservedTags { get; } = [0x33];

    public void Handle(byte tag, ReadOnlySpan<byte> data, IReplies replies) => VarFloat.Reply(replies, 0x34, 3 * VarFloat.Read(data), data.Length);
}
