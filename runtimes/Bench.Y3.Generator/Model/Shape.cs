namespace Bench.Y3.Generator;

/// <summary>One value, or the type that holds the items of a slice.</summary>
internal enum Shape
{
    One,
    Array,
    ReadOnlyList,
    List,
    ImmutableArray,
}
