namespace Bench.Reports;

/// <summary>What is repeated behind a number: drawn anew by resampling, counted, and sometimes too few for an interval.</summary>
/// <param name="One">Its noun.</param>
/// <param name="Time">What the compared time of a case is.</param>
public sealed record Replicates(string One, string Many, string Time)
{
    /// <summary>An interval says how well this machine was measured.</summary>
    public static Replicates Processes { get; } = new("process", "processes", "Median wall time");

    /// <summary>Each counts as one value, however often it ran: an interval is about the type, of which these machines are a sample.</summary>
    public static Replicates Machines { get; } = new("machine", "machines", "Median over machines of the median wall time");

    /// <summary>The words for a number without an interval.</summary>
    internal string TooFew => $"too few {Many}";
}
