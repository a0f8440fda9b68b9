namespace Bench.Tests;

/// <summary>JPEG files whose coefficients chance chose: smooth enough to be a picture, with codes of every length.</summary>
internal sealed class JpegFile
{
    private readonly JpegShape _shape;
    private readonly Random _random;
    private readonly List<byte> _file = [0xff, 0xd8];
    private readonly byte[] _symbols = [.. Enumerable.Range(0, 256).Select(static i => (byte)i)];
    private readonly (int Code, int Length)[] _codes = new (int, int)[256];
    private readonly (int Across, int Down)[] _components;
    private readonly int _unitsAcross;
    private readonly int _unitsDown;

    /// <summary>Of each component the blocks of whole units, row by row; coefficients in zigzag order.</summary>
    private readonly short[][][] _blocks;
    private readonly int[] _dc;
    private readonly byte[] _steps;
    private int _buffer;
    private int _buffered;

    private JpegFile(JpegShape shape, int seed)
    {
        _shape = shape;
        _random = new Random(seed);
        _random.Shuffle(_symbols);
        _steps = [.. Enumerable.Range(0, 64).Select(i => (byte)(1 + _random.Next(2 + i / 8)))];
        _components = shape.Components;
        _dc = new int[_components.Length];
        _unitsAcross = DivideUp(shape.Width, 8 * _components.Max(static c => c.Across));
        _unitsDown = DivideUp(shape.Height, 8 * _components.Max(static c => c.Down));
        _blocks = [.. _components.Select(c => Enumerable.Range(0, _unitsAcross * _unitsDown * c.Across * c.Down).Select(_ => NewBlock()).ToArray())];
    }

    internal static byte[] Of(JpegShape shape, int seed) => new JpegFile(shape, seed).Write();

    private short[] NewBlock()
    {
        short[] block = new short[64];
        block[0] = (short)_random.Next(-900, 900);
        int count = _random.Next(4) == 0 ? 64 : _random.Next(12);
        for (int i = 0; i < count; i++)
        {
            int at = _random.Next(1, 64);
            block[at] = (short)_random.Next(-200 / at - 1, 200 / at + 2);
        }
        return block;
    }

    private byte[] Write()
    {
        if (_shape.Adobe is byte transform)
            Segment(0xee, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);
        Segment(0xdb, [0, .. _steps]);
        Segment(_shape.Progressive ? (byte)0xc2 : (byte)0xc0,
        [
            8, (byte)(_shape.Height >> 8), (byte)_shape.Height, (byte)(_shape.Width >> 8), (byte)_shape.Width, (byte)_components.Length,
            .. _components.SelectMany((c, i) => (byte[])[(byte)_shape.Ids[i], (byte)(c.Across << 4 | c.Down), 0]),
        ]);
        WriteCodes();
        if (_shape.RestartInterval > 0)
            Segment(0xdd, [(byte)(_shape.RestartInterval >> 8), (byte)_shape.RestartInterval]);

        int[] all = [.. Enumerable.Range(0, _components.Length)];
        if (_shape.Progressive)
            WriteProgressively(all);
        else if (_shape.OneScanEach)
            foreach (int component in all)
                Scan([component], 0, 63, 0, 0, WholeBlock);
        else
            Scan(all, 0, 63, 0, 0, WholeBlock);
        _file.AddRange([0xff, 0xd9]);
        return [.. _file];
    }

    private void WriteProgressively(int[] all)
    {
        Scan(all, 0, 0, 0, 1, (component, block) => Dc(component, block[0] >> 1));
        foreach (int component in all)
        {
            Scan([component], 1, 9, 0, 0, (_, block) => Band(block, 1, 9, 0));
            Scan([component], 10, 63, 0, 1, (_, block) => Band(block, 10, 63, 1));
        }
        Scan(all, 0, 0, 1, 0, (_, block) => Bits(block[0] & 1, 1));
        foreach (int component in all)
            Scan([component], 10, 63, 1, 0, (_, block) => Refinement(block, 10, 63));
    }

    /// <summary>One table for everything: 256 codes of six lengths, of which none is all ones.</summary>
    private void WriteCodes()
    {
        byte[] counts = [0, 1, 0, 4, 0, 10, 0, 40, 0, 100, 0, 101, 0, 0, 0, 0];
        for (int length = 1, code = 0, index = 0; length <= counts.Length; length++, code <<= 1)
            for (int i = 0; i < counts[length - 1]; i++)
                _codes[_symbols[index++]] = (code++, length);
        Segment(0xc4, [0x00, .. counts, .. _symbols, 0x10, .. counts, .. _symbols]);
    }

    private void Segment(byte marker, byte[] body) => _file.AddRange([0xff, marker, (byte)(body.Length + 2 >> 8), (byte)(body.Length + 2), .. body]);

    private void Scan(int[] components, byte first, byte last, int high, int low, Action<int, short[]> write)
    {
        Segment(0xda, [(byte)components.Length, .. components.SelectMany(c => (byte[])[(byte)_shape.Ids[c], 0]), first, last, (byte)(high << 4 | low)]);
        bool single = components.Length == 1;
        (int acrossMax, int downMax) = (_components.Max(static c => c.Across), _components.Max(static c => c.Down));
        (int across, int down) = _components[components[0]];
        int unitsAcross = single ? DivideUp(DivideUp(_shape.Width * across, acrossMax), 8) : _unitsAcross;
        int unitsDown = single ? DivideUp(DivideUp(_shape.Height * down, downMax), 8) : _unitsDown;
        Array.Clear(_dc);
        for (int unit = 0; unit < unitsAcross * unitsDown; unit++)
        {
            if (_shape.RestartInterval > 0 && unit > 0 && unit % _shape.RestartInterval == 0)
            {
                Pad();
                _file.AddRange([0xff, (byte)(0xd0 + (unit / _shape.RestartInterval - 1) % 8)]);
                Array.Clear(_dc);
            }
            int x = unit % unitsAcross, y = unit / unitsAcross;
            foreach (int component in components)
            {
                (int wide, int tall) = single ? (1, 1) : _components[component];
                for (int i = 0; i < tall * wide; i++)
                    write(component, _blocks[component][(y * tall + i / wide) * _unitsAcross * _components[component].Across + x * wide + i % wide]);
            }
        }
        Pad();
    }

    private void WholeBlock(int component, short[] block)
    {
        Dc(component, block[0]);
        Band(block, 1, 63, 0);
    }

    private void Dc(int component, int value)
    {
        Number(0, value - _dc[component]);
        _dc[component] = value;
    }

    private void Band(short[] block, int first, int last, int low)
    {
        int zeros = 0;
        for (int i = first; i <= last; i++)
        {
            int value = Math.Abs(block[i]) >> low;
            if (value == 0)
            {
                zeros++;
                continue;
            }
            for (; zeros > 15; zeros -= 16)
                Symbol(0xf0);
            Number(zeros << 4, block[i] < 0 ? -value : value);
            zeros = 0;
        }
        if (zeros > 0)
            Symbol(0);
    }

    /// <summary>The lowest bit, where the others are known: of those that were not zero it comes behind the next symbol.</summary>
    private void Refinement(short[] block, int first, int last)
    {
        List<int> known = [];
        int zeros = 0;
        int end = Array.FindLastIndex(block, last, last - first + 1, static value => Math.Abs(value) == 1);
        for (int i = first; i <= last; i++)
        {
            int value = Math.Abs(block[i]);
            if (value > 1)
            {
                known.Add(value & 1);
                continue;
            }
            if (value == 0)
            {
                if (++zeros == 16 && i < end)
                    Flush(0xf0);
                continue;
            }
            Flush(zeros << 4 | 1, block[i] > 0 ? 1 : 0);
        }
        if (end < last)
            Flush(0);

        void Flush(int symbol, params int[] bits)
        {
            Symbol(symbol);
            foreach (int bit in bits.Concat(known))
                Bits(bit, 1);
            known.Clear();
            zeros = 0;
        }
    }

    /// <summary>A symbol whose lower half counts the bits of the number behind it.</summary>
    private void Number(int symbol, int value)
    {
        int length = 32 - int.LeadingZeroCount(Math.Abs(value));
        Symbol(symbol | length);
        Bits(value < 0 ? value + (1 << length) - 1 : value, length);
    }

    private void Symbol(int symbol) => Bits(_codes[symbol].Code, _codes[symbol].Length);

    private void Bits(int value, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            _buffer = _buffer << 1 | (value >> i & 1);
            if (++_buffered == 8)
            {
                _file.Add((byte)_buffer);
                if ((byte)_buffer == 0xff)
                    _file.Add(0);
                _buffered = 0;
            }
        }
    }

    private void Pad()
    {
        while (_buffered != 0)
            Bits(1, 1);
    }

    private static int DivideUp(int value, int by) => (value + by - 1) / by;
}
