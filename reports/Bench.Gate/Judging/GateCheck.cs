using Bench.Core;

namespace Bench.Gate;

/// <summary>One question that a gate asked of one case, and its answer.</summary>
public sealed record GateCheck
{
    public required CaseId Case { get; init; }
    public required GateSubject Subject { get; init; }
    public required GateAnswer Answer { get; init; }

    /// <summary>What was seen, one line for a person; without the case's name.</summary>
    public required string Text { get; init; }

    /// <summary>Phase of the numbers; empty where <see cref="Subject"/> is no number.</summary>
    public string Phase { get; init; } = "";

    /// <summary>Medians in the metric's base unit (ns, bytes, count); null where the check is not about a number, or a side has none.</summary>
    public double? Baseline { get; init; }

    /// <inheritdoc cref="Baseline"/>
    public double? Candidate { get; init; }

    /// <summary>Candidate ÷ baseline. Of a soft check the Hodges-Lehmann estimate, of a hard one the ratio of the medians.</summary>
    public double? Ratio { get; init; }

    /// <summary>Bounds of the ratio, of soft checks only: the lower one errs in as many gates as <see cref="GateRules.FalseAlarm"/> allows, the upper one in as many cases as <see cref="GateRules.Overlooked"/>.</summary>
    public double? Low { get; init; }

    /// <inheritdoc cref="Low"/>
    public double? High { get; init; }

    /// <summary>Ratio beyond which the check is red: 1.05; where a change was accepted, counted from what was accepted.</summary>
    public double? Limit { get; init; }

    /// <summary>Smallest ratio that this gate turns red with probability 0.95; of soft checks with some processes.</summary>
    public double? Sees { get; init; }

    /// <summary>Processes of either side.</summary>
    public int BaselineProcesses { get; init; }

    /// <inheritdoc cref="BaselineProcesses"/>
    public int CandidateProcesses { get; init; }

    /// <summary>Of <see cref="GateAnswer.CannotTell"/>: how many further processes a side would settle it, by the spread seen; null where more than <see cref="MostProcesses"/> would be needed, because the ratio lies at its limit.</summary>
    public int? MoreProcesses { get; init; }

    /// <summary>Whether a fresh measurement repeated a red; null where none was made.</summary>
    public bool? Confirmed { get; init; }

    /// <summary>Why somebody accepted this change; null if nobody did.</summary>
    public string? Reason { get; init; }

    public const int MostProcesses = 1000;

    public GateColour Colour => Answer switch
    {
        GateAnswer.Regressed => GateColour.Red,
        GateAnswer.CannotTell or GateAnswer.Noted => GateColour.Amber,
        GateAnswer.Fine or GateAnswer.Improved or GateAnswer.Accepted => GateColour.Green,
        _ => throw new ArgumentOutOfRangeException(nameof(Answer)),
    };
}

/// <summary>What a check is about.</summary>
/// <param name="Metric">Null where it is about how the case ended.</param>
/// <param name="IsHard">Whether the number must come out alike each time; always, where there is no number.</param>
public readonly record struct GateSubject(Metric? Metric, bool IsHard, string Name)
{
    /// <summary>How the case ended: did it fail, with what cause.</summary>
    public static readonly GateSubject Outcome = new(null, true, "outcome");

    /// <summary>Whether the candidate has the case at all.</summary>
    public static readonly GateSubject Presence = new(null, true, "presence");

    /// <summary>Whether both sides were held to the same answer.</summary>
    public static readonly GateSubject Answer = new(null, true, "answer");

    public static GateSubject Hard(Metric metric) => new(metric, true, metric.Name());

    public static GateSubject Soft(Metric metric) => new(metric, false, metric.Name());
}

public enum GateAnswer
{
    /// <summary>Surely below its limit.</summary>
    Fine,

    /// <summary>Surely smaller than before.</summary>
    Improved,

    /// <summary>On both sides of its limit.</summary>
    CannotTell,

    /// <summary>Not as it was, and by the rules no reason for red: a missing case, say.</summary>
    Noted,

    /// <summary>Surely beyond its limit.</summary>
    Regressed,

    /// <summary>Beyond its limit, and somebody has said why that is right.</summary>
    Accepted,
}
