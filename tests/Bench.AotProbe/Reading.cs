using Bench.Y3;

namespace Bench.AotProbe;

/// <summary>A record that needs every part of the generated code.</summary>
[Y3Record]
public sealed partial record Reading([property: Y3(0x10)] string Sensor, [property: Y3(0x11)] float Value, [property: Y3(0x12)] IReadOnlyList<Place> Path)
{
    [Y3(0x13)]
    public int Rate { get; init; } = 5;

    [Y3(0x14)]
    public Box<Place>? Box { get; set; }

    public override string ToString() => $"{Sensor} {Value} [{string.Join(' ', Path)}] {Rate} {Box?.Label}:{Box?.Item}";
}
