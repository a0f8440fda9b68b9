namespace Bench.Streaming;

/// <summary>Codecs by name.</summary>
public static class PayloadCodecs
{
    /// <summary>A message is the value itself.</summary>
    public const string Raw = "raw";

    public static IReadOnlyList<string> Names { get; } = [Raw, "y3", "json"];

    /// <returns>Null where a message is the value itself.</returns>
    /// <exception cref="FormatException">There is no such codec, or it cannot hold such values.</exception>
    public static Func<IPayloadCodec>? Find(string name, PayloadKind kind) => name switch
    {
        Raw => kind == PayloadKind.Sensor ? throw new FormatException("a sensor's reading is no value by itself: give it the codec y3 or json") : null,
        "y3" => () => new Y3Codec(kind),
        "json" => () => new JsonCodec(kind),
        _ => throw new FormatException($"there is no codec '{name}'; there are {string.Join(", ", Names)}"),
    };
}
