namespace Bench.Gate;

/// <summary>One way to write down what a gate found. Found by its type: a new format is one new file.</summary>
public interface IGateFormat
{
    /// <summary>What <c>--format</c> calls it.</summary>
    string Name { get; }

    /// <summary>Name of its file; null for standard output.</summary>
    string? File { get; }

    string Render(GateReport report);
}
