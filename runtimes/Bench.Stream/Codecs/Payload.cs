using System.Buffers.Binary;
using System.Globalization;

namespace Bench.Streaming;

/// <summary>The values that a source makes up, or takes from files.</summary>
/// <param name="Length">Of a value, in bytes; 0 where each has its own.</param>
public sealed record Payload(PayloadKind Kind, int Length)
{
    /// <summary>As options name them.</summary>
    public const string Names = "f64, f32, sensor, bytes:N, images, images:PATH or video:FILE";

    private const string BytesPrefix = "bytes:", Images = "images", ImagesPrefix = "images:", VideoPrefix = "video:";
    private const int MostBytes = 1 << 20;
    private const double Loudest = 200;

    /// <summary>Where the values come from.</summary>
    public PayloadOrigin Origin { get; init; }

    /// <summary>Of values that come from files: a file, or a folder of images; null where the source has to know.</summary>
    public string? Path { get; init; }

    /// <summary>Name of the payload in a few letters and digits, without what depends on the machine.</summary>
    public string ShortName => Origin switch
    {
        PayloadOrigin.Images => Images,
        PayloadOrigin.Video => "video",
        _ => Kind == PayloadKind.Bytes ? string.Create(CultureInfo.InvariantCulture, $"{Length}b") : Kind.ToString().ToLowerInvariant(),
    };

    /// <exception cref="FormatException">There is no such payload.</exception>
    public static Payload Parse(string text) => text switch
    {
        "f64" => new Payload(PayloadKind.F64, sizeof(double)),
        "f32" => new Payload(PayloadKind.F32, sizeof(float)),
        "sensor" => new Payload(PayloadKind.Sensor, sizeof(float)),
        _ when text.StartsWith(BytesPrefix, StringComparison.Ordinal) && int.TryParse(text.AsSpan(BytesPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int bytes)
            && bytes is >= 1 and <= MostBytes => new Payload(PayloadKind.Bytes, bytes),
        Images => new Payload(PayloadKind.Bytes, 0) { Origin = PayloadOrigin.Images },
        _ when After(text, ImagesPrefix) is string path => new Payload(PayloadKind.Bytes, 0) { Origin = PayloadOrigin.Images, Path = path },
        _ when After(text, VideoPrefix) is string path => new Payload(PayloadKind.Bytes, 0) { Origin = PayloadOrigin.Video, Path = path },
        _ => throw new FormatException($"a payload is {Names} with N from 1 to {MostBytes}, not '{text}'"),
    };

    /// <summary>Draws a value: noise from 0 to 200, or letters.</summary>
    /// <param name="value"><see cref="Length"/> bytes.</param>
    public void Draw(Random random, Span<byte> value)
    {
        switch (Kind)
        {
            case PayloadKind.F64:
                BinaryPrimitives.WriteDoubleBigEndian(value, random.NextDouble() * Loudest);
                break;
            case PayloadKind.Bytes:
                // One letter after the other: to draw each would take longer than to send them.
                value.Fill((byte)('a' + random.Next(26)));
                break;
            default:
                BinaryPrimitives.WriteSingleBigEndian(value, random.NextSingle() * (float)Loudest);
                break;
        }
    }

    private static string? After(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal) && text.Length > prefix.Length ? text[prefix.Length..] : null;
}

public enum PayloadOrigin
{
    /// <summary>Drawn at random.</summary>
    Drawn,

    /// <summary>Files with images, as they are, one after the other and again from the first.</summary>
    Images,

    /// <summary>Frames of a video, each an image.</summary>
    Video,
}
