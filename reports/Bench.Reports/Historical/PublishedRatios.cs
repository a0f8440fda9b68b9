namespace Bench.Reports;

/// <summary>How much faster one format was than another, as others published it: a file of Historical/Ratios, embedded.</summary>
public sealed record PublishedRatios
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required PublishedSource Source { get; init; }
    public required string Machine { get; init; }

    /// <summary>Operating system and runtime.</summary>
    public required string System { get; init; }

    /// <summary>Of every time; always <c>ns</c>.</summary>
    public required string Unit { get; init; }
    public required string Statistic { get; init; }

    /// <summary>The two that were compared: a ratio is the first one's time divided by the second one's.</summary>
    public required string Slower { get; init; }
    public required string Faster { get; init; }

    /// <summary>Our workload that does the same.</summary>
    public required string Workload { get; init; }
    public required IReadOnlyList<PublishedRatio> Cells { get; init; }

    /// <summary>Why the comparison was not fair, or hard to repeat, a sentence each.</summary>
    public required IReadOnlyList<string> Doubts { get; init; }

    /// <summary>Ratios of ours that stand beside the published ones.</summary>
    public required IReadOnlyList<OurRatio> Ours { get; init; }

    public string Origin => $"{Source.Repository}, {Source.File} of {Source.Date}, commit {Source.Commit[..7]}; {Machine}, {System}; {Statistic}";
}

/// <param name="Size">Of our workload.</param>
/// <param name="Published">How the source calls it.</param>
/// <param name="SlowerTime">With the digits that were published.</param>
/// <param name="FasterTime">With the digits that were published.</param>
/// <param name="Ratio">As published.</param>
public sealed record PublishedRatio(string Size, string Published, string SlowerTime, string FasterTime, string Ratio);

/// <param name="Title">How the column is called.</param>
/// <param name="FastestOf">Contestants of which the fastest is divided by the other one.</param>
/// <param name="By">The contestant that is divided by.</param>
public sealed record OurRatio(string Title, IReadOnlyList<string> FastestOf, string By);
