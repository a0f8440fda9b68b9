using System.Buffers.Binary;
using System.IO.Compression;

namespace Bench.Training;

/// <summary>An array of bytes as the MNIST sets have it.</summary>
/// <param name="Sizes">Of its dimensions, outermost first.</param>
/// <remarks>Big-endian: two zero bytes, the type of the elements (8: unsigned bytes), the number of dimensions; a 32-bit size for each; the elements, the last dimension fastest. Source: the page of the MNIST set, Y. LeCun.</remarks>
internal sealed record IdxFile(IReadOnlyList<int> Sizes, byte[] Elements)
{
    private const int UnsignedBytes = 8;

    /// <summary>Twice the largest file of the MNIST sets: a damaged header must not ask for more memory.</summary>
    private const long MaxElements = 100_000_000;

    /// <exception cref="InvalidDataException">Anything but exactly such an array: one line that begins with the file's name.</exception>
    public static IdxFile ReadCompressed(string file, int dimensions)
    {
        try
        {
            using GZipStream content = new(File.OpenRead(file), CompressionMode.Decompress);
            return Read(content, dimensions);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{Path.GetFileName(file)}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <exception cref="InvalidDataException">Anything but exactly such an array.</exception>
    internal static IdxFile Read(Stream content, int dimensions)
    {
        try
        {
            uint magic = ReadNumber(content), expected = (uint)(UnsignedBytes << 8 | dimensions);
            if (magic != expected)
                throw new InvalidDataException($"wrong magic {magic:x8}, expected {expected:x8}");
            int[] sizes = new int[dimensions];
            long count = 1;
            for (int i = 0; i < dimensions; i++)
            {
                uint size = ReadNumber(content);
                if (size > MaxElements || (count *= size) > MaxElements)
                    throw new InvalidDataException($"more than {MaxElements} elements");
                sizes[i] = (int)size;
            }
            byte[] elements = new byte[count];
            content.ReadExactly(elements);
            return content.ReadByte() < 0 ? new IdxFile(sizes, elements) : throw new InvalidDataException($"more than the {count} elements that its header says");
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("truncated", e);
        }
    }

    private static uint ReadNumber(Stream content)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        content.ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
