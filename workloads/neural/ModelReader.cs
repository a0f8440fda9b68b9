using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Bench.Workloads;

/// <summary>Reads a file of weights from its beginning to its end.</summary>
/// <remarks>Little-endian: four letters, length and CRC-32 of the rest, then sizes (int32) and weights (float32).</remarks>
internal ref struct ModelReader
{
    private const int HeaderLength = 12;

    private readonly string _model;
    private ReadOnlySpan<byte> _rest;

    /// <param name="letters">With which the file begins.</param>
    /// <param name="model">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">Another file, or a damaged one.</exception>
    public ModelReader(ReadOnlySpan<byte> file, ReadOnlySpan<byte> letters, string model)
    {
        _model = model;
        if (file.Length < HeaderLength || !file.StartsWith(letters))
            throw new InvalidDataException($"not a {model} model");
        _rest = file[HeaderLength..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) != _rest.Length)
            throw new InvalidDataException("the model is damaged (length)");
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[8..]) != Crc32.Of(_rest))
            throw new InvalidDataException("the model is damaged (checksum)");
    }

    /// <exception cref="InvalidDataException">The network has other sizes: only one is known.</exception>
    public void Expect(params ReadOnlySpan<int> sizes)
    {
        foreach (int size in sizes)
            if (BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))) != size)
                throw Another();
    }

    /// <exception cref="InvalidDataException">There is more than the network has.</exception>
    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
            throw Another();
    }

    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public ReadOnlySpan<float> ReadFloats(int count)
    {
        ReadOnlySpan<byte> bytes = Take(count * sizeof(float));
        if (BitConverter.IsLittleEndian)
            return MemoryMarshal.Cast<byte, float>(bytes);
        float[] floats = new float[count];
        for (int i = 0; i < count; i++)
            floats[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        return floats;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
            throw Another();
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private readonly InvalidDataException Another() => new($"another model than {_model}");
}
