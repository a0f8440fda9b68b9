using System.Reflection;
using BenchmarkDotNet.Running;

namespace Bench.Micro;

/// <summary>A method with what it works on: what one process of this program measures.</summary>
internal abstract record MeasuredCase(MethodInfo Method)
{
    public static IReadOnlyList<MeasuredCase> All { get; } = [.. PairCase.All, .. NetworkCase.All];

    /// <summary>In case ids, as <see cref="SizeId"/>; never changes once it stands in a results file.</summary>
    public abstract string WorkloadId { get; }
    public abstract string WorkloadTitle { get; }
    public abstract string SizeId { get; }

    /// <summary>What the size's numbers are, for a run's header.</summary>
    public abstract IReadOnlyList<string> Arguments { get; }

    /// <summary>What <see cref="Answer"/> must be.</summary>
    public abstract string ExpectedAnswer { get; }

    /// <summary>Whether it is measured unasked.</summary>
    public abstract bool IsStandard { get; }
    public abstract Contestant MadeBy { get; }

    /// <summary>Bytes that are read or written.</summary>
    public abstract int PayloadBytes { get; }

    /// <summary>Bytes of it that had arrived when the answer was known, after a call; null where all are there from the start.</summary>
    public virtual int? ArrivedBytes => null;

    /// <summary>workload/size/backend, as in run.jsonl.</summary>
    public string Id => $"{WorkloadId}/{SizeId}/{MadeBy.Id}";

    /// <returns>Null when there is no such case.</returns>
    public static MeasuredCase? Find(string id) => All.FirstOrDefault(one => one.Id == id);

    /// <returns>What the method is called on.</returns>
    public abstract object Prepare();

    /// <param name="result">What the method returned.</param>
    public abstract string Answer(object result);

    /// <summary>Whether it is this case that BenchmarkDotNet has found, of those of the method.</summary>
    public virtual bool Is(BenchmarkCase found) => true;
}
