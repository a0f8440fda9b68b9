using Bench.Y3;

namespace Bench.AotProbe;

[Y3Record]
public readonly partial record struct Place([property: Y3(0x10)] double East, [property: Y3(0x11)] double North)
{
    public override string ToString() => $"{East}/{North}";
}
