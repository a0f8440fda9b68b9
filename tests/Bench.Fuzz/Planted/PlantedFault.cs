using Bench.Core;

namespace Bench.Fuzz;

/// <summary>A target that is broken on purpose, where an input holds the byte EE: a fuzzer that cannot fail finds nothing.</summary>
internal abstract class PlantedFault : IFuzzTarget
{
    public abstract string Name { get; }

    public string Summary => "broken on purpose, to see the program find it";

    public AllocationLimit Limit => new(4096, 64);

    public void Generate(SplitMix random, FuzzBuffer buffer)
    {
        Mutations.RandomBytes(random, buffer, 40);
        for (int left = random.Below(4); left > 0; left--)
            Mutations.Mutate(random, buffer, Y3Corpus.All);
    }

    public void Examine(ReadOnlyMemory<byte> input, SplitMix choices)
    {
        if (input.Span.Contains((byte)0xEE))
            Break(input.Length);
    }

    protected abstract void Break(int length);
}

internal sealed class PlantedException : PlantedFault
{
    public override string Name => "planted-exception";

    protected override void Break(int length) => throw new InvalidOperationException("planted");
}

internal sealed class PlantedDisagreement : PlantedFault
{
    public override string Name => "planted-disagreement";

    protected override void Break(int length) => FuzzFault.UnlessEqual(length, -length, "planted");
}

/// <summary>Some kilobytes more than allowed, whatever the input's length.</summary>
internal sealed class PlantedAllocation : PlantedFault
{
    public override string Name => "planted-allocation";

    protected override void Break(int length) => GC.KeepAlive(new byte[Limit.Of(length) + 1]);
}

internal sealed class PlantedHang : PlantedFault
{
    public override string Name => "planted-hang";

    protected override void Break(int length)
    {
        while (true)
            Thread.Sleep(Timeout.Infinite);
    }
}
