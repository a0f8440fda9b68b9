using System.Globalization;
using System.Text;

namespace Bench.Fleet.Images;

/// <summary>Writes a tar file that nothing but names, rights and contents decides: no times, no owners, no process ids.</summary>
/// <remarks>
/// Source: POSIX.1-2017, pax interchange format: ustar headers, and an extended header before each entry whose names do not fit.
/// System.Formats.Tar names extended headers by the writing process.
/// </remarks>
internal sealed class TarEncoder(Stream output)
{
    private const int Block = 512;
    private const int LongestName = 100, LongestPrefix = 155;

    /// <summary>Eleven octal digits.</summary>
    private const long MostBytes = (1L << 33) - 1;

    private static readonly byte[] s_zeros = new byte[2 * Block];

    internal async Task WriteAsync(LayerEntry entry, CancellationToken ct)
    {
        switch (entry)
        {
            case LayerEntry.Folder folder:
                await HeaderAsync(folder.Path + "/", '5', folder.IsShared ? 0b1_111_111_111 : 0b111_101_101, 0, "", ct);
                break;
            case LayerEntry.Link link:
                await HeaderAsync(link.Path, '2', 0b111_111_111, 0, link.Target, ct);
                break;
            case LayerEntry.Text text:
                await HeaderAsync(text.Path, '0', 0b110_100_100, text.Content.Length, "", ct);
                await output.WriteAsync(text.Content, ct);
                await PadAsync(text.Content.Length, ct);
                break;
            case LayerEntry.File file:
                await HeaderAsync(file.Path, '0', file.IsExecutable ? 0b111_101_101 : 0b110_100_100, file.Bytes, "", ct);
                await CopyAsync(file, ct);
                await PadAsync(file.Bytes, ct);
                break;
            default:
                throw new InvalidOperationException($"{entry.GetType().Name} cannot be in a tar file");
        }
    }

    /// <summary>The two empty blocks that end a tar file.</summary>
    internal Task FinishAsync(CancellationToken ct) => output.WriteAsync(s_zeros, ct).AsTask();

    /// <exception cref="IOException">It is not as long as it was when it was listed.</exception>
    private async Task CopyAsync(LayerEntry.File file, CancellationToken ct)
    {
        await using FileStream content = new(file.Source, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
        if (content.Length != file.Bytes)
            throw new IOException($"{file.Source} was {file.Bytes} bytes long and is {content.Length} now");
        await content.CopyToAsync(output, 1 << 20, ct);
    }

    private async Task HeaderAsync(string path, char kind, int mode, long bytes, string target, CancellationToken ct)
    {
        (string name, string prefix, bool fits) = Split(path);
        StringBuilder more = new();
        if (!fits)
            more.Append(Record("path", path));
        if (!Fits(target, LongestName))
            more.Append(Record("linkpath", target));
        if (bytes > MostBytes)
            more.Append(Record("size", bytes.ToString(CultureInfo.InvariantCulture)));
        if (more.Length > 0)
        {
            byte[] records = Encoding.UTF8.GetBytes(more.ToString());
            await output.WriteAsync(Header("././@PaxHeader", "", 'x', 0b110_100_100, records.Length, ""), ct);
            await output.WriteAsync(records, ct);
            await PadAsync(records.Length, ct);
        }
        await output.WriteAsync(Header(name, prefix, kind, mode, Math.Min(bytes, MostBytes), target), ct);
    }

    /// <summary>A name that does not fit in one field is divided at a slash.</summary>
    private static (string Name, string Prefix, bool Fits) Split(string path)
    {
        if (Fits(path, LongestName))
            return (path, "", true);
        int slash = path.Length > LongestName ? path.IndexOf('/', path.Length - LongestName - 1) : -1;
        return slash > 0 && slash < path.Length - 1 && Fits(path[..slash], LongestPrefix) && Fits(path[(slash + 1)..], LongestName)
            ? (path[(slash + 1)..], path[..slash], true)
            : (path, "", false);
    }

    private static bool Fits(string text, int length) => text.Length <= length && Ascii.IsValid(text);

    /// <summary>Its length counts its own digits.</summary>
    private static string Record(string key, string value)
    {
        int rest = 3 + key.Length + Encoding.UTF8.GetByteCount(value), length = rest;
        while (length != rest + Digits(length))
            length = rest + Digits(length);
        return string.Create(CultureInfo.InvariantCulture, $"{length} {key}={value}\n");
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private static byte[] Header(string name, string prefix, char kind, int mode, long bytes, string target)
    {
        byte[] block = new byte[Block];
        Put(block, 0, LongestName, name);
        PutOctal(block, 100, 8, mode);
        PutOctal(block, 108, 8, 0);
        PutOctal(block, 116, 8, 0);
        PutOctal(block, 124, 12, bytes);
        PutOctal(block, 136, 12, 0);
        block.AsSpan(148, 8).Fill((byte)' ');
        block[156] = (byte)kind;
        Put(block, 157, LongestName, target);
        "ustar\0"u8.CopyTo(block.AsSpan(257));
        "00"u8.CopyTo(block.AsSpan(263));
        Put(block, 345, LongestPrefix, prefix);
        int sum = 0;
        foreach (byte one in block)
            sum += one;
        PutOctal(block, 148, 7, sum);
        return block;
    }

    private static void Put(byte[] block, int at, int length, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        bytes.AsSpan(0, Math.Min(length, bytes.Length)).CopyTo(block.AsSpan(at));
    }

    /// <param name="length">With the zero behind the digits.</param>
    private static void PutOctal(byte[] block, int at, int length, long value) =>
        Put(block, at, length, Convert.ToString(value, 8).PadLeft(length - 1, '0') + "\0");

    private async Task PadAsync(long bytes, CancellationToken ct)
    {
        int rest = (int)(bytes % Block);
        if (rest > 0)
            await output.WriteAsync(s_zeros.AsMemory(0, Block - rest), ct);
    }
}
