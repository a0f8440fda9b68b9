namespace Bench.Workloads;

/// <summary>The blocks of one, or of all components, as the bits between two markers.</summary>
internal ref struct JpegScan
{
    private readonly JpegFrame _frame;
    private readonly JpegComponent[] _components;
    private readonly JpegBand _band;
    private readonly int _restartInterval;
    private JpegBits _bits;

    /// <summary>Blocks that have no further coefficient in the band.</summary>
    private int _emptyBlocks;

    /// <param name="restartInterval">Units between two restart markers; 0 for none.</param>
    /// <exception cref="InvalidDataException">A band that the kind of frame does not have.</exception>
    public JpegScan(JpegFrame frame, JpegComponent[] components, JpegBand band, int restartInterval, JpegBits bits)
    {
        _frame = frame;
        _components = components;
        _band = band;
        _restartInterval = restartInterval;
        _bits = bits;
        bool known = frame.IsProgressive
            ? band.Last < JpegBlock.Length && band.First <= band.Last && band.High <= 13 && band.Low <= 13 && (band.High == 0 || band.High == band.Low + 1)
                && (band.First == 0 ? band.Last == 0 : components.Length == 1)
            : band is { First: 0, High: 0, Low: 0 };
        if (!known)
            throw Jpeg.Damaged();
    }

    /// <returns>The place of the marker behind the scan.</returns>
    public int Decode()
    {
        bool single = _components.Length == 1;
        int across = single ? JpegFrame.DivideUp(_components[0].Width, JpegBlock.Side) : _frame.UnitsAcross;
        int down = single ? JpegFrame.DivideUp(_components[0].Height, JpegBlock.Side) : _frame.UnitsDown;
        int units = across * down;
        for (int unit = 0; unit < units; unit++)
        {
            if (_restartInterval > 0 && unit > 0 && unit % _restartInterval == 0)
                Restart();
            int x = unit % across, y = unit / across;
            if (single)
                DecodeBlock(_components[0], x, y);
            else
                foreach (JpegComponent component in _components)
                    for (int i = 0; i < component.Down; i++)
                        for (int j = 0; j < component.Across; j++)
                            DecodeBlock(component, x * component.Across + j, y * component.Down + i);
        }
        foreach (JpegComponent component in _components)
            component.IsScanned |= _band is { First: 0, High: 0 };
        return _bits.FindMarker();
    }

    private void Restart()
    {
        _bits.Restart();
        _emptyBlocks = 0;
        foreach (JpegComponent component in _components)
            component.Dc = 0;
    }

    private void DecodeBlock(JpegComponent component, int x, int y)
    {
        if (!_frame.IsProgressive)
        {
            DecodeWholeBlock(component, x, y);
            return;
        }
        Span<short> block = component.Block(x, y);
        if (_band.First > 0)
        {
            if (_band.High == 0)
                DecodeAc(component, block);
            else
                RefineAc(component, block);
        }
        else if (_band.High == 0)
            block[0] = (short)(NextDc(component) << _band.Low);
        else if (_bits.Take(1) != 0)
            block[0] |= (short)(1 << _band.Low);
    }

    private void DecodeWholeBlock(JpegComponent component, int x, int y)
    {
        Span<short> block = stackalloc short[JpegBlock.Length];
        block.Clear();
        ReadOnlySpan<ushort> steps = component.Steps;
        block[0] = (short)(NextDc(component) * steps[0]);
        JpegHuffman codes = component.AcCodes ?? throw Jpeg.Damaged();
        for (int i = 1; i < JpegBlock.Length; i++)
        {
            byte symbol = codes.Decode(ref _bits);
            int zeros = symbol >> 4, bits = symbol & 15;
            if (bits == 0 && zeros < 15)
                break;
            i += zeros;
            if (bits == 0)
                continue;
            if (i >= JpegBlock.Length)
                throw Jpeg.Damaged();
            int at = JpegBlock.Natural[i];
            block[at] = (short)(_bits.TakeSigned(bits) * steps[at]);
        }
        component.Transform(block, x, y);
    }

    private int NextDc(JpegComponent component)
    {
        byte bits = (component.DcCodes ?? throw Jpeg.Damaged()).Decode(ref _bits);
        if (bits > 15)
            throw Jpeg.Damaged();
        component.Dc += _bits.TakeSigned(bits);
        return component.Dc;
    }

    private void DecodeAc(JpegComponent component, Span<short> block)
    {
        if (_emptyBlocks > 0)
        {
            _emptyBlocks--;
            return;
        }
        JpegHuffman codes = component.AcCodes ?? throw Jpeg.Damaged();
        for (int i = _band.First; i <= _band.Last; i++)
        {
            byte symbol = codes.Decode(ref _bits);
            int zeros = symbol >> 4, bits = symbol & 15;
            if (bits == 0 && zeros < 15)
            {
                _emptyBlocks = (1 << zeros) - 1 + _bits.Take(zeros);
                break;
            }
            i += zeros;
            if (bits == 0)
                continue;
            if (i > _band.Last)
                throw Jpeg.Damaged();
            block[JpegBlock.Natural[i]] = (short)(_bits.TakeSigned(bits) << _band.Low);
        }
    }

    /// <summary>One more bit for coefficients that are known, and new ones between them that become 1 or -1 in that bit.</summary>
    private void RefineAc(JpegComponent component, Span<short> block)
    {
        int i = _band.First;
        if (_emptyBlocks == 0)
        {
            JpegHuffman codes = component.AcCodes ?? throw Jpeg.Damaged();
            while (i <= _band.Last)
            {
                byte symbol = codes.Decode(ref _bits);
                int zeros = symbol >> 4, bits = symbol & 15;
                if (bits == 0 && zeros < 15)
                {
                    _emptyBlocks = (1 << zeros) + _bits.Take(zeros);
                    break;
                }
                if (bits > 1)
                    throw Jpeg.Damaged();
                int value = bits == 0 ? 0 : _bits.Take(1) != 0 ? 1 << _band.Low : -1 << _band.Low;
                i = Refine(block, i, zeros);
                if (value != 0)
                    block[JpegBlock.Natural[i <= _band.Last ? i : throw Jpeg.Damaged()]] = (short)value;
                i++;
            }
        }
        if (_emptyBlocks > 0)
        {
            Refine(block, i, JpegBlock.Length);
            _emptyBlocks--;
        }
    }

    /// <param name="zeros">How many coefficients to pass that are still zero.</param>
    /// <returns>The place of the zero behind those, or the one behind the band.</returns>
    private int Refine(Span<short> block, int i, int zeros)
    {
        for (; i <= _band.Last; i++)
        {
            ref short coefficient = ref block[JpegBlock.Natural[i]];
            if (coefficient == 0)
            {
                if (zeros-- == 0)
                    break;
            }
            else if (_bits.Take(1) != 0 && (coefficient >> _band.Low & 1) == 0)
                coefficient += (short)(coefficient > 0 ? 1 << _band.Low : -1 << _band.Low);
        }
        return i;
    }
}
