namespace Bench.Inference;

/// <summary>Element types of tensors whose elements all have one size, by the numbers of ONNXTensorElementDataType.</summary>
/// <remarks>Source: onnxruntime_c_api.h.</remarks>
public enum OnnxElement
{
    F32 = 1,
    U8 = 2,
    I8 = 3,
    U16 = 4,
    I16 = 5,
    I32 = 6,
    I64 = 7,
    Bool = 9,
    F16 = 10,
    F64 = 11,
    U32 = 12,
    U64 = 13,
}

/// <summary>Sizes of <see cref="OnnxElement"/>.</summary>
public static class OnnxElements
{
    /// <returns>Null for what is no element type of this library, such as text.</returns>
    public static int? SizeOf(OnnxElement element) => element switch
    {
        OnnxElement.U8 or OnnxElement.I8 or OnnxElement.Bool => 1,
        OnnxElement.U16 or OnnxElement.I16 or OnnxElement.F16 => 2,
        OnnxElement.F32 or OnnxElement.I32 or OnnxElement.U32 => 4,
        OnnxElement.F64 or OnnxElement.I64 or OnnxElement.U64 => 8,
        _ => null,
    };

    /// <summary>Bytes of a tensor, counted so that no shape can overflow.</summary>
    /// <returns>Null when a dimension is negative, the type has no size, or there would be more than 2 GiB.</returns>
    public static int? BytesOf(OnnxElement element, ReadOnlySpan<long> shape)
    {
        if (SizeOf(element) is not int size)
            return null;
        UInt128 bytes = (UInt128)size;
        bool isEmpty = false;
        foreach (long dimension in shape)
        {
            if (dimension < 0)
                return null;
            isEmpty |= dimension == 0;
            bytes *= dimension == 0 ? 1 : (UInt128)dimension;
            if (bytes > int.MaxValue)
                return null;
        }
        return isEmpty ? 0 : (int)bytes;
    }
}
