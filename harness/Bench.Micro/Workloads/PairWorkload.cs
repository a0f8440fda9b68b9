using BenchmarkDotNet.Attributes;

namespace Bench.Micro;

/// <summary>What is done with a message: its methods are the contestants, each <c>[Benchmark(Description = id)]</c> a row of its own.</summary>
public abstract class PairWorkload
{
    /// <summary>In case ids; never changes once it stands in a results file.</summary>
    public abstract string Id { get; }
    public abstract string Title { get; }
    protected abstract IEnumerable<PairSize> AllSizes { get; }

    /// <summary>For BenchmarkDotNet, which does not find an overridden member.</summary>
    public IEnumerable<PairSize> Sizes => AllSizes;

    [ParamsSource(nameof(Sizes))]
    public PairSize Size { get; set; } = new(3);

    /// <summary>Whether the size belongs to what is measured unasked.</summary>
    public abstract bool IsStandard(PairSize size);

    /// <summary>What the size's numbers are, for a run's header.</summary>
    public virtual IReadOnlyList<string> Arguments(PairSize size) =>
        size.Key is int key ? [$"{size.Pairs}", $"{key}"] : [$"{size.Pairs}"];

    /// <summary>The same from the content of the message and from what a contestant returned: whoever decodes wrongly is not measured.</summary>
    public abstract string ExpectedAnswer(PairSize size);

    /// <inheritdoc cref="ExpectedAnswer"/>
    public abstract string Answer(object result, WireFormatKind format);

    /// <summary>Bytes of the message that the contestant reads or writes.</summary>
    public virtual int PayloadBytes(WireFormatKind format) => Messages.In(format).Length;

    /// <summary>Bytes of the message that had arrived when the value was known; null where the whole message is there from the start.</summary>
    public int? ArrivedBytes { get; protected set; }

    protected PairMessages Messages { get; private set; } = PairMessages.Of(3);

    /// <summary>On the thread that measures.</summary>
    [GlobalSetup]
    public void PrepareToMeasure()
    {
        if (PinnedThread.Core is int core)
            PinnedThread.PinTo(core);
        Prepare();
    }

    internal virtual void Prepare() => Messages = PairMessages.Of(Size.Pairs);

    protected static string AnswerOf(IEnumerable<long> values) => string.Join(' ', values);

    protected static IEnumerable<long> Contents(int pairs) => Enumerable.Range(1, pairs).Select(PairContent.BitsOf);
}

/// <summary>The contestant decodes everything whichever key is wanted: it is measured with the one in the middle only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MiddleKeyOnlyAttribute : Attribute;
