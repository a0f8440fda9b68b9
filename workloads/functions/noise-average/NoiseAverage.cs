namespace Bench.Functions;

internal sealed class NoiseAverage : IStreamFunction
{
    private readonly double[] _window = new double[10];
    private ulong _seen;

    public IReadOnlyList<byte> ObservedTags { get; } = [0x33];

    public void Handle(byte tag, ReadOnlySpan<byte> data, IReplies replies)
    {
        _window[_seen++ % (ulong)_window.Length] = VarFloat.Read(data);
        int count = (int)Math.Min(_seen, (ulong)_window.Length);
        // Added up anew each time: a running sum would gather rounding errors for as long as the stream lives.
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += _window[i];
        VarFloat.Reply(replies, 0x34, sum / count, data.Length);
    }
}
