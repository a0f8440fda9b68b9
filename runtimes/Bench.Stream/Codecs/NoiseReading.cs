using System.Text.Json.Serialization;
using Bench.Y3;

namespace Bench.Streaming;

/// <summary>What the noise sensor of YoMo's examples sends, with the tags that it has there.</summary>
/// <param name="Time">Milliseconds since 1970.</param>
[Y3Record]
public sealed partial record NoiseReading(
    [property: Y3(0x11), JsonPropertyName("noise")] float Noise,
    [property: Y3(0x12), JsonPropertyName("time")] long Time,
    [property: Y3(0x13), JsonPropertyName("from")] string From)
{
    /// <summary>Sequence id of the reading's node in a Y3 message.</summary>
    public const int Observed = 0x10;

    internal static NoiseReading Now(float noise) => new(noise, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), "sensor");
}

[JsonSerializable(typeof(NoiseReading))]
[JsonSourceGenerationOptions(RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
internal sealed partial class NoiseReadingJson : JsonSerializerContext;
