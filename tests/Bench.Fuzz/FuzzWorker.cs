using System.Diagnostics;
using Bench.Core;

namespace Bench.Fuzz;

/// <summary>A thread with its target and its share of the inputs: every n-th of them.</summary>
/// <param name="goesOn">Asked before each input, with its index.</param>
internal sealed class FuzzWorker(FuzzOptions options, int first, Predicate<long> goesOn, Action<FuzzFinding> found)
{
    private readonly IFuzzTarget _target = options.NewTarget();
    private readonly FuzzBuffer _buffer = new();
    private long _examined;
    private long _index;
    private long _begun;
    private byte[]? _smaller;

    internal long Examined => Volatile.Read(ref _examined);

    /// <summary>Only within an input: a worker that has ended or waits has not begun one.</summary>
    internal TimeSpan InInput => Volatile.Read(ref _begun) is long begun and not 0 ? Stopwatch.GetElapsedTime(begun) : TimeSpan.Zero;

    internal void Run()
    {
        for (long index = first; goesOn(index); index += options.Threads)
        {
            ulong choices = Generate(_target, _buffer, options.Seed, index);
            Volatile.Write(ref _index, index);
            FuzzFinding? finding = Examine(_buffer.Memory, choices, index);
            Volatile.Write(ref _examined, _examined + 1);
            if (finding is not null)
            {
                found(Minimiser.Minimise(finding, smaller =>
                {
                    Volatile.Write(ref _smaller, smaller);
                    return Examine(smaller, choices, index);
                }));
                break;
            }
        }
    }

    /// <summary>The input under way, said by another thread when this one does not come back.</summary>
    internal FuzzFinding Hanging()
    {
        long index = Volatile.Read(ref _index);
        FuzzBuffer buffer = new();
        ulong choices = Generate(options.NewTarget(), buffer, options.Seed, index);
        return new FuzzFinding(index, "hang", $"did not end within {options.HangAfter.TotalSeconds:0.#} s", Volatile.Read(ref _smaller) ?? buffer.Memory.ToArray(), choices);
    }

    /// <returns>The seed of the choices.</returns>
    private static ulong Generate(IFuzzTarget target, FuzzBuffer buffer, ulong seed, long index)
    {
        // Through the generator twice: the streams of seeds next to each other are one stream, shifted.
        SplitMix random = new(new SplitMix(new SplitMix(seed).Next() ^ (ulong)index).Next());
        ulong choices = random.Next();
        buffer.Clear();
        target.Generate(random, buffer);
        return choices;
    }

    private FuzzFinding? Examine(ReadOnlyMemory<byte> input, ulong choices, long index)
    {
        Volatile.Write(ref _begun, Stopwatch.GetTimestamp());
        FuzzFinding? finding = Examination.Of(_target, input, choices, index);
        Volatile.Write(ref _begun, 0);
        return finding;
    }
}
