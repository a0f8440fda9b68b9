namespace Bench.Workloads;

/// <summary>The bits of a scan, up to the next marker.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> file, int start)
{
    private readonly ReadOnlySpan<byte> _file = file;

    /// <summary>The next ones in the upper bits, zeros behind them.</summary>
    private ulong _next;
    private int _count;

    /// <summary>The place in the file of the byte that follows those taken, which is an FF where a marker stands.</summary>
    public int At { get; private set; } = start;

    /// <param name="count">1 to 16.</param>
    /// <returns>Zeros beyond the end.</returns>
    public int Peek(int count)
    {
        if (_count < 16)
            Fill();
        return (int)(_next >> 64 - count);
    }

    /// <exception cref="InvalidDataException">Beyond the end: of the file, or of the scan.</exception>
    public void Skip(int count)
    {
        if (count > _count)
            throw At + 1 >= _file.Length ? Jpeg.Truncated() : Jpeg.Damaged();
        _next <<= count;
        _count -= count;
    }

    /// <param name="count">0 to 16.</param>
    public int Take(int count)
    {
        if (count == 0)
            return 0;
        int value = Peek(count);
        Skip(count);
        return value;
    }

    /// <summary>A difference or coefficient: the lower half of the numbers of <paramref name="count"/> bits stands for negative ones.</summary>
    public int TakeSigned(int count)
    {
        int value = Take(count);
        return count == 0 || value >> count - 1 != 0 ? value : value - (1 << count) + 1;
    }

    /// <summary>Goes on behind a restart marker, whose number is not looked at.</summary>
    /// <exception cref="InvalidDataException">Another marker, or none.</exception>
    public void Restart()
    {
        _next = 0;
        _count = 0;
        while (At < _file.Length - 1 && _file[At] == 0xff && _file[At + 1] == 0xff)
            At++;
        if (At + 1 >= _file.Length)
            throw Jpeg.Truncated();
        if (_file[At] != 0xff || _file[At + 1] is < 0xd0 or > 0xd7)
            throw Jpeg.Damaged();
        At += 2;
    }

    /// <returns>The place of the FF of the next marker: behind the bits that were taken, or behind bytes that nothing asked for.</returns>
    public readonly int FindMarker()
    {
        int at = At;
        while (at + 1 < _file.Length && (_file[at] != 0xff || _file[at + 1] is 0 or (>= 0xd0 and <= 0xd7)))
            at++;
        return at + 1 < _file.Length ? at : throw Jpeg.Truncated();
    }

    private void Fill()
    {
        while (_count <= 56 && At < _file.Length)
        {
            byte value = _file[At];
            // An FF of data has a zero behind it.
            if (value == 0xff && (At + 1 == _file.Length || _file[At + 1] != 0))
                return;
            At += value == 0xff ? 2 : 1;
            _next |= (ulong)value << 56 - _count;
            _count += 8;
        }
    }
}
