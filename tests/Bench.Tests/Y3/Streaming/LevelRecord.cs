using Bench.Y3;

namespace Bench.Tests;

[Y3Record]
internal sealed partial record LevelRecord([property: Y3(0x10)] string Name, [property: Y3(0x11)] float Level);
