namespace Bench.Functions;

internal sealed class Upper : IStreamFunction
{
    private byte[] _text = [];

    public IReadOnlyList<byte> ObservedTags { get; } = [0x33];

    public void Handle(byte tag, ReadOnlySpan<byte> data, IReplies replies)
    {
        if (_text.Length < data.Length)
            _text = new byte[data.Length];
        for (int i = 0; i < data.Length; i++)
            _text[i] = (byte)(data[i] is >= (byte)'a' and <= (byte)'z' ? data[i] - ('a' - 'A') : data[i]);
        replies.Reply(0x34, _text.AsSpan(0, data.Length));
    }
}
