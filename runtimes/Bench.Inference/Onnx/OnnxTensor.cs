using System.Runtime.InteropServices;

namespace Bench.Inference;

/// <summary>A tensor outside of .NET's heap: what a run reads and writes, without a copy and without an allocation per run.</summary>
public sealed unsafe class OnnxTensor : IDisposable
{
    /// <summary>As wide as the widest vector register.</summary>
    private const nuint Alignment = 64;

    private readonly long[] _shape;
    private readonly void* _data;
    private readonly int _bytes;

    private OnnxTensor(OnnxValueHandle handle, OnnxElement element, long[] shape, void* data, int bytes)
    {
        (Handle, Element, _shape, _bytes) = (handle, element, shape, bytes);
        _data = data;
    }

    public OnnxElement Element { get; }

    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>Row-major, little-endian. Not to be used after <see cref="Dispose"/>.</summary>
    public Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
            return new Span<byte>(_data, _bytes);
        }
    }

    internal OnnxValueHandle Handle { get; }

    /// <summary>The data as numbers, such as <see cref="float"/> where <see cref="Element"/> says so.</summary>
    public Span<T> Values<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes);

    /// <returns>A tensor of zeros.</returns>
    /// <exception cref="OnnxException">The library is not there, or the shape has a negative dimension or more than 2 GiB.</exception>
    public static OnnxTensor Allocate(OnnxElement element, ReadOnlySpan<long> shape)
    {
        OnnxNative native = OnnxRuntime.Native;
        int bytes = OnnxElements.BytesOf(element, shape) ?? throw new OnnxException($"there is no tensor of {element} with the shape {Shown(shape)}");
        // Never of no length: an address is needed all the same.
        void* data = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), Alignment);
        NativeMemory.Clear(data, (nuint)bytes);
        nint value;
        try
        {
            fixed (long* dimensions = shape)
                native.Check(native.Api.CreateTensor(native.CpuMemory, data, (nuint)bytes, dimensions, (nuint)shape.Length, (int)element, &value));
        }
        catch
        {
            NativeMemory.AlignedFree(data);
            throw;
        }
        return new OnnxTensor(new OnnxValueHandle(native, value, data), element, shape.ToArray(), data, bytes);
    }

    public void Dispose() => Handle.Dispose();

    /// <summary>Takes over a value that a run has made.</summary>
    /// <exception cref="OnnxException">It is no tensor of a known element type, or too large.</exception>
    internal static OnnxTensor Adopt(OnnxNative native, nint value)
    {
        OnnxValueHandle handle = new(native, value, null);
        nint described = 0;
        try
        {
            int isTensor;
            native.Check(native.Api.IsTensor(value, &isTensor));
            if (isTensor == 0)
                throw new OnnxException("an output is no tensor");
            native.Check(native.Api.TensorOfValue(value, &described));
            (OnnxElement element, long[] shape) = Describe(native, described);
            int bytes = OnnxElements.BytesOf(element, shape) ?? throw new OnnxException($"an output of {element} has the shape {Shown(shape)}");
            void* data;
            native.Check(native.Api.TensorData(value, &data));
            return new OnnxTensor(handle, element, shape, data, bytes);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
        finally
        {
            if (described != 0)
                native.Api.ReleaseTensor(described);
        }
    }

    /// <param name="described">OrtTensorTypeAndShapeInfo.</param>
    internal static (OnnxElement Element, long[] Shape) Describe(OnnxNative native, nint described)
    {
        int element;
        nuint rank;
        native.Check(native.Api.ElementType(described, &element));
        native.Check(native.Api.Rank(described, &rank));
        long[] shape = new long[rank];
        fixed (long* dimensions = shape)
            native.Check(native.Api.Dimensions(described, dimensions, rank));
        return ((OnnxElement)element, shape);
    }

    internal static string Shown(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
