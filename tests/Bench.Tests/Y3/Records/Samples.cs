using System.Collections.Immutable;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>Records of every form.</summary>
internal static partial class Samples
{
    internal enum Mode
    {
        Off,
        On = 7,
        Lost = -1,
    }

    internal enum Level : byte
    {
        Low,
        High = 255,
    }

    internal enum Mask : ulong
    {
        None,
        All = ulong.MaxValue,
    }

    [Y3Record]
    internal sealed partial record Noise([property: Y3(0x11)] float Value, [property: Y3(0x12)] string From = "?", [property: Y3(0x13)] long? At = null);

    [Y3Record]
    internal readonly partial record struct Point([property: Y3(0x11)] double X, [property: Y3(0x12)] double Y);

    /// <summary>The record of the streams that y3-codec-golang is tested with.</summary>
    [Y3Record]
    internal sealed partial record Thermometer([property: Y3(0x10)] string Id, [property: Y3(0x11)] float Value, [property: Y3(0x12)] Limits Range);

    [Y3Record]
    internal sealed partial record Limits([property: Y3(0x13)] float Low, [property: Y3(0x14)] float High);

    [Y3Record]
    internal sealed partial record Numbers(
        [property: Y3(0x10)] bool Bool,
        [property: Y3(0x11)] sbyte SByte,
        [property: Y3(0x12)] byte Byte,
        [property: Y3(0x13)] short Int16,
        [property: Y3(0x14)] ushort UInt16,
        [property: Y3(0x15)] int Int32,
        [property: Y3(0x16)] uint UInt32,
        [property: Y3(0x17)] long Int64,
        [property: Y3(0x18)] ulong UInt64,
        [property: Y3(0x19)] float Single,
        [property: Y3(0x1A)] double Double,
        [property: Y3(0x1B)] Mode Mode,
        [property: Y3(0x1C)] Level Level,
        [property: Y3(0x1D)] Mask Mask);

    [Y3Record]
    internal sealed partial class Slices
    {
        [Y3(0x10)]
        public bool[] Bools { get; set; } = [];

        [Y3(0x11)]
        public int[] Ints { get; set; } = [];

        [Y3(0x12)]
        public List<uint> UInts { get; set; } = [];

        [Y3(0x13)]
        public IReadOnlyList<long> Longs { get; set; } = [];

        [Y3(0x14)]
        public ImmutableArray<ulong> ULongs { get; set; } = [];

        [Y3(0x15)]
        public float[]? Floats { get; set; }

        [Y3(0x16)]
        public ImmutableArray<double>? Doubles { get; set; }

        [Y3(0x17)]
        public IReadOnlyList<string> Strings { get; set; } = [];

        [Y3(0x18)]
        public List<byte[]> Blobs { get; set; } = [];

        [Y3(0x19)]
        public ReadOnlyMemory<byte>[] Memories { get; set; } = [];

        [Y3(0x1A)]
        public Level[] Levels { get; set; } = [];

        [Y3(0x1B)]
        public Point[] Points { get; set; } = [];

        [Y3(0x1C)]
        public List<Noise> Noises { get; set; } = [];
    }

    [Y3Record]
    internal sealed partial record Absent
    {
        [Y3(0x10)]
        public int? Number { get; init; }

        [Y3(0x11)]
        public bool? Flag { get; init; }

        [Y3(0x12)]
        public Level? Level { get; init; }

        [Y3(0x13)]
        public string? Text { get; init; }

        [Y3(0x14)]
        public byte[]? Bytes { get; init; }

        [Y3(0x15)]
        public ReadOnlyMemory<byte>? Memory { get; init; }

        [Y3(0x16)]
        public Noise? Noise { get; init; }

        [Y3(0x17)]
        public Point? Point { get; init; }

        [Y3(0x18)]
        public int[]? Ints { get; init; }

        [Y3(0x19)]
        public IReadOnlyList<string>? Texts { get; init; }
    }

    /// <summary>What is there without a packet.</summary>
    [Y3Record]
    internal sealed partial class Defaults
    {
        [Y3(0x10)]
        public string Plain { get; init; } = "";

        [Y3(0x11)]
        public string Assigned { get; set; } = "assigned";

        [Y3(0x12)]
        public string Initialised { get; init; } = "initialised";

        [Y3(0x13)]
        public int Number { get; init; } = 42;

        [Y3(0x14)]
        public required string Required { get; init; }

        [Y3(0x15)]
        public List<int> List { get; init; } = [1, 2];

        [Y3(0x16)]
        public byte[] Bytes { get; private set; } = [7];

        [Y3(0x17)]
        public ReadOnlyMemory<byte> Memory { get; set; }

        [Y3(0x18)]
        public ImmutableArray<int> Array { get; set; }

        [Y3(0x19)]
        public double? Rate { get; init; } = 0.5;

        [Y3(0x1A)]
        public string Backed
        {
            get => _backed;
            set => _backed = value;
        }

        [Y3(0x1B)]
        public partial int Partial { get; init; }

        public string NoMember { get; init; } = "none";
    }

    internal sealed partial class Defaults
    {
        private readonly int _partial = 11;
        private string _backed = "backed";

        public partial int Partial
        {
            get => _partial;
            init => _partial = value;
        }
    }

    [Y3Record]
    internal partial struct Counter
    {
        public Counter() => Start = 10;

        [Y3(0x10)]
        public int Start { get; set; }

        [Y3(0x11)]
        public int Step { get; init; } = 3;
    }

    /// <summary>Set by its only constructor.</summary>
    [Y3Record]
    internal sealed partial class Frozen(int number, string text = "frozen")
    {
        [Y3(0x10)]
        public int Number { get; } = number;

        [Y3(0x11)]
        public string Text { get; } = text;

        public int Doubled { get; } = 2 * number;
    }

    [Y3Record]
    internal sealed partial record Tree([property: Y3(0x10)] int Value, [property: Y3(0x11)] Tree? Left = null, [property: Y3(0x12)] IReadOnlyList<Tree>? More = null);

    [Y3Record]
    internal sealed partial record Box<T>([property: Y3(0x10)] T Item, [property: Y3(0x11)] IReadOnlyList<T> Items)
        where T : IY3Record<T>
    {
        [Y3(0x12)]
        public string Label { get; init; } = "box";
    }

    [Y3Record]
    internal sealed partial record Words([property: Y3(0x10)] int @class, [property: Y3(0x11)] string writer, [property: Y3(0x12)] int[] value, [property: Y3(0x13)] int reader);

    [Y3Record]
    internal sealed partial record Nothing;
}
