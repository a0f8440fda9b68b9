using Bench.Core;

namespace Bench.Gate;

/// <summary>How a gate is judged, beside its rules.</summary>
public sealed record GateOptions
{
    public static readonly GateOptions Default = new();

    /// <summary>The backend whose own change is divided out, so that two machines can be compared; null on one machine.</summary>
    public string? Through { get; init; }

    /// <summary>Noise that was measured on this machine; null where nobody did.</summary>
    public GateNoise? Noise { get; init; }

    /// <summary>What somebody has accepted.</summary>
    public Func<GateCheck, GateSide, AcceptedChange?> Accepted { get; init; } = static (_, _) => null;

    /// <summary>Of a first look that a fresh measurement will confirm: the chance of each single check that it is suspected without cause. Null for the last word.</summary>
    public double? Suspicion { get; init; }

    /// <summary>The only cases that are judged; null for all.</summary>
    public IReadOnlySet<CaseId>? Only { get; init; }
}

/// <param name="Ratio">Candidate ÷ baseline that was accepted; null where the check is about no number.</param>
/// <param name="Reason">In the words of whoever did.</param>
public sealed record AcceptedChange(double? Ratio, string Reason);
