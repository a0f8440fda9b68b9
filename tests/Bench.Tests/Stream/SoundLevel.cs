using Bench.Y3;

namespace Bench.Tests;

/// <summary>What a sensor of the tests says.</summary>
[Y3Record]
public sealed partial record SoundLevel([property: Y3(0x11)] float Level, [property: Y3(0x12)] string From);
