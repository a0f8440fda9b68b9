using Bench.Y3;

namespace Bench.AotProbe;

/// <summary>Generic, and with an initialiser that only an accessor passes by.</summary>
[Y3Record]
public sealed partial class Box<T>
    where T : IY3Record<T>
{
    [Y3(0x10)]
    public T? Item { get; set; }

    [Y3(0x11)]
    public string Label { get; init; } = "box";
}
