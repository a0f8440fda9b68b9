using System.Buffers.Binary;

namespace Bench.Core;

/// <summary>An image that was recognised, with what the program said of it.</summary>
/// <param name="Image">A PNG file, small enough for a page: at most <see cref="Largest"/> bytes.</param>
/// <param name="Answer">As <see cref="FaceAnswer"/> reads it, or an error.</param>
public sealed record PictureRecord(CaseId Case, byte[] Image, string Answer)
{
    public const int Largest = 512 << 10;

    private const int SizeAt = 16;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Pixels, as the file's header has them.</summary>
    public (int Width, int Height) Size => (BinaryPrimitives.ReadInt32BigEndian(Image.AsSpan(SizeAt)), BinaryPrimitives.ReadInt32BigEndian(Image.AsSpan(SizeAt + sizeof(int))));

    internal static bool IsImage(byte[] bytes) => bytes.Length is > SizeAt + (2 * sizeof(int)) and <= Largest && bytes.AsSpan().StartsWith(Signature)
        && new PictureRecord(default, bytes, "").Size is { Width: > 0, Height: > 0 };
}
