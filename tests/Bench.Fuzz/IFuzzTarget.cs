using Bench.Core;

namespace Bench.Fuzz;

/// <summary>
/// A parser that is fed with inputs and watched. One file each, found by its type; each thread has an instance of its own,
/// which may keep what it needs between inputs as long as no outcome depends on it.
/// </summary>
internal interface IFuzzTarget
{
    /// <summary>What stands on the command line.</summary>
    string Name { get; }

    string Summary { get; }

    /// <summary>Makes one input: the same from the same random numbers.</summary>
    /// <param name="buffer">Empty.</param>
    void Generate(SplitMix random, FuzzBuffer buffer);

    /// <summary>Parses the input and checks what must hold whatever it is.</summary>
    /// <param name="choices">For decisions such as where to split; the same ones when an input is tried again.</param>
    /// <exception cref="FuzzFault">Something that must hold does not. Any other exception is a finding too.</exception>
    void Examine(ReadOnlyMemory<byte> input, SplitMix choices);

    /// <summary>Bytes that <see cref="Examine"/> may allocate.</summary>
    AllocationLimit Limit { get; }
}

/// <summary>So that no input costs more memory than it has bytes, times a constant that is stated.</summary>
internal readonly record struct AllocationLimit(long Base, long PerByte)
{
    internal long Of(int length) => Base + (PerByte * length);
}
