using System.Text.Json;

namespace Bench.Streams;

/// <summary>An image that a sink has seen, with the answer to it; a JSON object a line in a file that the sink writes at its end.</summary>
/// <param name="Image">A PNG file.</param>
public sealed record StreamPicture(byte[] Image, string Answer)
{
    private const long LargestFile = 64 << 20;

    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string file, IEnumerable<StreamPicture> pictures) => File.WriteAllLines(file, pictures.Select(static one => JsonSerializer.Serialize(one)));

    /// <exception cref="InvalidDataException">The file is damaged or too large.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static IReadOnlyList<StreamPicture> Load(string file)
    {
        if (new FileInfo(file).Length > LargestFile)
            throw new InvalidDataException($"it has more than {LargestFile >> 20} MiB");
        try
        {
            return [.. File.ReadLines(file).Select(static line => JsonSerializer.Deserialize<StreamPicture>(line) is { Image: not null, Answer: not null } picture ? picture : throw new InvalidDataException("a line is no picture"))];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("a line is no picture", e);
        }
    }
}
