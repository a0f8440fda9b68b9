namespace Bench.Workloads;

/// <summary>A kernel. Its class is named for its file, its file for the folder, and the folder's name is the workload's id: <c>BinaryTrees</c> in <c>binary-trees</c>.</summary>
public interface IWorkload
{
    /// <summary>Makes what the kernel works on. Called once, before the first <see cref="Compute"/>, and never timed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kernel cannot be run for this <paramref name="n"/>.</exception>
    void Prepare(long n) { }

    /// <summary>The only thing that is timed. May be called several times in a row; keeps the last answer in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kernel cannot be run for this <paramref name="n"/>.</exception>
    /// <exception cref="InvalidDataException">What the kernel reads is malformed.</exception>
    void Compute(long n);

    /// <summary>What of the last <see cref="Compute"/> went where, the same names each time; asked after each one, not timed.</summary>
    IReadOnlyList<WorkloadPhase> Phases => [];

    /// <summary>Writes the answer of the last <see cref="Compute"/>, the same bytes as the C program.</summary>
    void Print(Stream output);
}
