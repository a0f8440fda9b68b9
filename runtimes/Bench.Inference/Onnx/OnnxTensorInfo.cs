namespace Bench.Inference;

/// <summary>An input or output of a model.</summary>
/// <param name="Shape">-1 for a dimension that is known only when the model runs.</param>
public sealed record OnnxTensorInfo(string Name, OnnxElement Element, IReadOnlyList<long> Shape)
{
    public bool IsFixed => Shape.All(static dimension => dimension >= 0);

    /// <summary>Whether a tensor of this shape is one of these.</summary>
    public bool Takes(ReadOnlySpan<long> shape)
    {
        if (shape.Length != Shape.Count)
            return false;
        for (int i = 0; i < shape.Length; i++)
            if (Shape[i] >= 0 && Shape[i] != shape[i])
                return false;
        return true;
    }
}
