using System.IO.Compression;
using System.Security.Cryptography;
using Bench.Core;

namespace Bench.Fleet;

/// <summary>Carries what was measured before to whoever goes on with it: SHA-256 and the file in Brotli, in parts of the size that a Swarm config may have.</summary>
internal static class EarlierRun
{
    /// <summary>The engine takes at most 1000 KiB since version 25, and 500 KiB before.</summary>
    private const int MostBytes = 480 << 10;
    private const long LongestRun = 1L << 30;

    /// <exception cref="UsageException">The folder cannot be read.</exception>
    internal static IReadOnlyList<byte[]> Pack(string folder)
    {
        using MemoryStream packed = new();
        using FileStream file = File.OpenRead(RunFolder.RunFile(folder));
        packed.Write(SHA256.HashData(file));
        file.Position = 0;
        using (BrotliStream brotli = new(packed, CompressionLevel.Optimal, leaveOpen: true))
            file.CopyTo(brotli);
        return [.. packed.ToArray().Chunk(MostBytes)];
    }

    /// <summary>Name of a part in the container's folder; they sort as they follow.</summary>
    internal static string NameOf(int part) => $"{part:000}";

    /// <summary>Makes the run folder that the parts hold.</summary>
    /// <exception cref="UsageException">There are none, or they are damaged.</exception>
    internal static void Unpack(string parts, string folder)
    {
        try
        {
            using MemoryStream packed = new();
            foreach (string part in Directory.GetFiles(parts).Order(StringComparer.Ordinal))
                packed.Write(File.ReadAllBytes(part));
            packed.Position = 0;
            byte[] digest = new byte[SHA256.HashSizeInBytes];
            packed.ReadExactly(digest);
            Directory.CreateDirectory(folder);
            using BrotliStream brotli = new(packed, CompressionMode.Decompress);
            using FileStream file = File.Create(RunFolder.RunFile(folder));
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = brotli.Read(buffer)) > 0;)
            {
                file.Write(buffer, 0, read);
                if (file.Length > LongestRun)
                    throw new InvalidDataException("it is larger than any run");
            }
            file.Position = 0;
            if (!SHA256.HashData(file).AsSpan().SequenceEqual(digest))
                throw new InvalidDataException("its digest is another one");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or InvalidOperationException)
        {
            throw new UsageException($"cannot read the earlier run in {parts}: {e.Message}", e);
        }
    }
}
