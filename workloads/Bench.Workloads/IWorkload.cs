namespace Bench.Workloads;

/// <summary>A kernel. Its class is named for its file, its file for the folder, and the folder's name is the workload's id: <c>BinaryTrees</c> in <c>binary-trees</c>.</summary>
public interface IWorkload
{
    /// <summary>The only thing that is timed. May be called several times in a row; keeps the last answer in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kernel cannot be run for this <paramref name="n"/>.</exception>
    void Compute(long n);

    /// <summary>Writes the answer of the last <see cref="Compute"/>, the same bytes as the C program.</summary>
    void Print(Stream output);
}
