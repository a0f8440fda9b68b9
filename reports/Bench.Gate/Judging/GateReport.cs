namespace Bench.Gate;

/// <summary>What a gate found: everything that its outputs show.</summary>
public sealed record GateReport
{
    public required GateSide Baseline { get; init; }
    public required GateSide Candidate { get; init; }
    public required GateRules Rules { get; init; }

    /// <summary>The backend through which two machines were compared; null on one machine.</summary>
    public string? Through { get; init; }

    /// <summary>In the order of the cases.</summary>
    public required IReadOnlyList<GateCheck> Checks { get; init; }

    /// <summary>What a reader must know before believing it, one line each: other versions, what was left out and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Of a gate that measured: of the order of its processes.</summary>
    public ulong? Seed { get; init; }

    public GateColour Colour => Checks.Select(static one => one.Colour).DefaultIfEmpty(GateColour.Green).Max();

    /// <summary>For a headline: <c>2 of 40 checks are red, 3 cannot tell</c> and the like is made of these.</summary>
    public int Count(GateAnswer answer) => Checks.Count(one => one.Answer == answer);
}

/// <summary>One side of a gate.</summary>
/// <param name="Names">Of its run folders, as they were given.</param>
/// <param name="Commit">Of the first run; empty outside a repository.</param>
/// <param name="Machine">As reports call it.</param>
public sealed record GateSide(IReadOnlyList<string> Names, string Commit, DateTimeOffset StartedAt, string Machine);
