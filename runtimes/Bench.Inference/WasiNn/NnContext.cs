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
    internal long Bytes => _inputs.Concat(_outputs).Sum(static one => (long)(one?.Bytes.Length ?? 0));

    /// <summary>Whether an input has a tensor of that shape already, which is written over.</summary>
    internal bool HasRoom(int index, ReadOnlySpan<long> shape) => _inputs[index] is OnnxTensor there && there.Shape.SequenceEqual(shape);

    internal void SetInput(int index, in NnTensor tensor)
    {
        if (!HasRoom(index, tensor.Shape))
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
        _computed = false;
        if (_inputs.Contains(null))
            return false;
        for (int i = 0; i < _outputs.Length; i++)
            if (!session.Outputs[i].IsFixed)
            {
                _outputs[i]?.Dispose();
                _outputs[i] = null;
            }
        session.Run(_inputs!, _outputs, control);
        _computed = true;
        return true;
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
}
