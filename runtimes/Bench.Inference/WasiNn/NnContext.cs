namespace Bench.Inference;

/// <summary>An execution context: the tensors of one model for one guest.</summary>
internal sealed class NnContext(OnnxSession session) : IDisposable
{
    private readonly OnnxTensor?[] _inputs = new OnnxTensor?[session.Inputs.Count];
    private readonly OnnxTensor?[] _outputs = session.AllocateOutputs();
    private bool _computed;

    internal OnnxSession Session => session;

    /// <summary>What the tensors of a new context take: of the outputs whose shapes are known before.</summary>
    internal static long BytesOfNew(OnnxSession session) => session.Outputs.Sum(static one => (long)(OnnxElements.BytesOf(one.Element, [.. one.Shape]) ?? 0));

    /// <summary>What its tensors take.</summary>
    internal long Bytes => BytesOf(_inputs) + BytesOf(_outputs);

    /// <summary>Of an input's present tensor, which the next one replaces.</summary>
    internal int BytesOfInput(int index) => _inputs[index]?.Bytes.Length ?? 0;

    internal void SetInput(int index, in NnTensor tensor)
    {
        if (_inputs[index] is not OnnxTensor there || !there.Shape.SequenceEqual(tensor.Shape))
        {
            _inputs[index]?.Dispose();
            _inputs[index] = null;
            _inputs[index] = OnnxTensor.Allocate(tensor.Element, tensor.Shape);
        }
        tensor.Data.CopyTo(_inputs[index]!.Bytes);
    }

    /// <returns>False when an input has not been set.</returns>
    /// <exception cref="OnnxException">The model does not run on these inputs, or was stopped.</exception>
    internal bool Compute(OnnxRunControl control)
    {
        ForgetOutputs();
        if (_inputs.Contains(null))
            return false;
        session.Run(_inputs!, _outputs, control);
        _computed = true;
        return true;
    }

    /// <summary>Also frees those that a run has made.</summary>
    internal void ForgetOutputs()
    {
        _computed = false;
        for (int i = 0; i < _outputs.Length; i++)
            if (!session.Outputs[i].IsFixed)
            {
                _outputs[i]?.Dispose();
                _outputs[i] = null;
            }
    }

    /// <returns>False when nothing has been computed, or there is no such output.</returns>
    internal bool TryOutput(uint index, out ReadOnlySpan<byte> bytes)
    {
        bool there = _computed && index < _outputs.Length;
        bytes = there ? _outputs[index]!.Bytes : default;
        return there;
    }

    public void Dispose()
    {
        foreach (OnnxTensor? tensor in _inputs.Concat(_outputs))
            tensor?.Dispose();
    }

    /// <remarks>A loop: this is asked for at each inference, which else allocates nothing.</remarks>
    private static long BytesOf(OnnxTensor?[] tensors)
    {
        long sum = 0;
        foreach (OnnxTensor? tensor in tensors)
            sum += tensor?.Bytes.Length ?? 0;
        return sum;
    }
}
