using Bench.Core;

namespace Bench.Streams;

/// <summary>Images as they are in their files, in the order of the files' names, again and again. Nothing looks into them: what is none is the function's business.</summary>
internal sealed class ImageFiles : SourceValues
{
    /// <summary>Id in tools.json of the images that set-up fetches.</summary>
    internal const string Fetched = "images";

    private const int LargestFile = 15 << 20;
    private const long LargestSum = 1L << 30;
    private static readonly string[] s_endings = [".png", ".jpg", ".jpeg"];

    private readonly IReadOnlyList<byte[]> _files;
    private int _next;

    private ImageFiles(IReadOnlyList<byte[]> files) => _files = files;

    /// <param name="path">Of a file, whatever its name, or of a folder, whose files count when they are named like an image.</param>
    /// <exception cref="UsageException">There is none, or they are too large to be sent or held.</exception>
    internal static ImageFiles Load(string path)
    {
        try
        {
            FileInfo[] files = File.Exists(path) ? [new FileInfo(path)] : [.. new DirectoryInfo(path).EnumerateFiles()
                .Where(static file => s_endings.Contains(file.Extension, StringComparer.OrdinalIgnoreCase)).OrderBy(static file => file.Name, StringComparer.Ordinal)];
            if (files.Length == 0)
                throw new UsageException($"{path} holds no image ({string.Join(", ", s_endings)})");
            if (files.FirstOrDefault(static file => file.Length > LargestFile) is FileInfo large)
                throw new UsageException($"{large.FullName} is too large for a message ({large.Length} bytes, at most {LargestFile})");
            if (files.Sum(static file => file.Length) > LargestSum)
                throw new UsageException($"the images in {path} are more than {LargestSum >> 20} MiB");
            return new ImageFiles([.. files.Select(static file => File.ReadAllBytes(file.FullName))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read images: {e.Message}", e);
        }
    }

    public override ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken ct)
    {
        byte[] file = _files[_next];
        _next = (_next + 1) % _files.Count;
        return new(file);
    }
}
