using System.Buffers.Binary;
using System.Globalization;

namespace Bench.Streaming;

/// <summary>The values that a source makes up.</summary>
/// <param name="Length">Of a value, in bytes.</param>
public sealed record Payload(PayloadKind Kind, int Length)
{
    /// <summary>As options name them.</summary>
    public const string Names = "f64, f32, sensor or bytes:N";

    private const string BytesPrefix = "bytes:";
    private const int MostBytes = 1 << 20;
    private const double Loudest = 200;

    /// <exception cref="FormatException">There is no such payload.</exception>
    public static Payload Parse(string text) => text switch
    {
        "f64" => new Payload(PayloadKind.F64, sizeof(double)),
        "f32" => new Payload(PayloadKind.F32, sizeof(float)),
        "sensor" => new Payload(PayloadKind.Sensor, sizeof(float)),
        _ when text.StartsWith(BytesPrefix, StringComparison.Ordinal) && int.TryParse(text.AsSpan(BytesPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int bytes)
            && bytes is >= 1 and <= MostBytes => new Payload(PayloadKind.Bytes, bytes),
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
}
