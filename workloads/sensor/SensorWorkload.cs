using System.Text;

namespace Bench.Workloads;

/// <summary>Decodes the encoded form of the same 10 000 readings n times, and folds what comes out. What derives from it brings the encoding.</summary>
internal abstract class SensorWorkload : IWorkload
{
    public const int Messages = 10000;

    /// <summary>The most that one encoded message may take: six bytes for each one of text, and room for the rest.</summary>
    public const int EncodedMax = 6 * (SensorMessage.DeviceMax + SensorMessage.NoteMax) + 1024;

    private const int MaxPasses = 1_000_000;
    private const int StoreBytes = 8 << 20;

    private readonly SensorMessage _message = new();
    private readonly int[] _start = new int[Messages + 1];
    private byte[] _encoded = [];
    private long _passes;
    private ulong _checksum;

    /// <returns>How many bytes were written, at most <see cref="EncodedMax"/>.</returns>
    public abstract int Encode(SensorReading reading, Span<byte> destination);

    /// <summary>The kernel. The message is cleared before.</summary>
    /// <returns>
    /// False if the bytes are not one well-formed message, whatever they are; a text or an array that does not fit is malformed too.
    /// UTF-8 inside of a text is not looked at.
    /// </returns>
    public abstract bool TryDecode(ReadOnlySpan<byte> source, SensorMessage message);

    public void Prepare(long n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, MaxPasses);
        SensorSource source = new();
        SensorReading reading = new();
        int used = 0;
        _encoded = new byte[StoreBytes];
        for (int i = 0; i < Messages; i++)
        {
            source.Next(reading);
            _start[i] = used;
            used += Encode(reading, _encoded.AsSpan(used));
        }
        _start[Messages] = used;
    }

    public void Compute(long n)
    {
        ulong sum = 0;
        for (long pass = 0; pass < n; pass++)
            for (int i = 0; i < Messages; i++)
            {
                _message.Clear();
                if (!TryDecode(_encoded.AsSpan(_start[i], _start[i + 1] - _start[i]), _message))
                    throw new InvalidDataException($"message {i} is malformed");
                sum = SensorChecksum.Fold(sum, _message);
            }
        _passes = n;
        _checksum = sum;
    }

    public void Print(Stream output) => output.Write(Encoding.ASCII.GetBytes(
        $"messages: {_passes * Messages}\nchecksum: {_checksum:x16}\nencoded bytes: {_passes * _start[Messages]}\n"));
}
