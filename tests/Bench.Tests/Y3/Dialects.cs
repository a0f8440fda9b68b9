using Bench.Y3;

namespace Bench.Tests;

internal static class Dialects
{
    internal static readonly Y3Options NVarInt = Y3Options.Default;
    internal static readonly Y3Options PVarInt = new() { Integers = Y3Integers.PVarInt };

    /// <param name="integers">As the vectors say it.</param>
    internal static Y3Options[] Of(string integers) => integers switch
    {
        "nvarint" => [NVarInt],
        "pvarint" => [PVarInt],
        "both" => [NVarInt, PVarInt],
        _ => throw new ArgumentException($"no dialect has the name '{integers}'", nameof(integers)),
    };
}
