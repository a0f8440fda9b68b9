using Bench.Core;

namespace Bench.Gate;

/// <summary>What a gate asks of a candidate: the contents of gate.yaml.</summary>
public sealed record GateRules
{
    /// <summary>What holds where no file is given.</summary>
    public static readonly GateRules Default = new()
    {
        Hard =
        [
            new HardRule { Metric = Metric.Instructions, More = 0.01 },
            new HardRule { Metric = Metric.SimulatedInstructions, More = 0.005 },
            new HardRule { Metric = Metric.ArtifactBytes, More = 0.01 },
            new HardRule { Metric = Metric.ImageBytes, More = 0.01 },
            new HardRule { Metric = Metric.AllocatedBytes, More = 0 },
        ],
        Soft =
        [
            new SoftRule { Metric = Metric.Wall, More = 0.05 },
            new SoftRule { Metric = Metric.PeakRss, More = 0.1 },
        ],
    };

    /// <summary>Longest chance, over all soft checks of a gate together, that one without a slowdown goes red: 0 to 1, both excluded.</summary>
    public double FalseAlarm { get; init; } = 0.01;

    /// <summary>Chance that a case is called fine although it has slowed down by as much as its threshold: 0 to 0.5, both excluded.</summary>
    public double Overlooked { get; init; } = 0.05;

    /// <summary>Of what comes out alike whenever it is measured.</summary>
    public IReadOnlyList<HardRule> Hard { get; init; } = [];

    /// <summary>Of what comes out otherwise each time.</summary>
    public IReadOnlyList<SoftRule> Soft { get; init; } = [];

    /// <summary>For a case that failed and did not fail before.</summary>
    public GateColour Failed { get; init; } = GateColour.Red;

    /// <summary>For a case that the baseline measured and the candidate did not.</summary>
    public GateColour Missing { get; init; } = GateColour.Amber;

    /// <summary>For a case whose tools have other versions or flags: whether its numbers are compared at all.</summary>
    public OtherVersions Versions { get; init; } = OtherVersions.Compared;
}

/// <summary>A limit on a number that is the same in every process.</summary>
public sealed record HardRule
{
    public required Metric Metric { get; init; }

    /// <summary>Share by which the candidate's median may be larger: 0.01 for 1 %.</summary>
    public required double More { get; init; }

    /// <summary>Globs over case ids (workload/size/backend).</summary>
    public IReadOnlyList<string> Cases { get; init; } = ["*"];
}

/// <summary>A limit on a number that is noisy: red only where the whole interval of the ratio is beyond it.</summary>
public sealed record SoftRule
{
    public required Metric Metric { get; init; }

    /// <summary>The phase whose numbers are compared; null for the one by which reports compare the case (<see cref="Summary.ComparedPhase"/>).</summary>
    public string? Phase { get; init; }

    /// <summary>Share by which the candidate may be larger: 0.05 for 5 %.</summary>
    public required double More { get; init; }

    /// <summary>Globs over case ids (workload/size/backend).</summary>
    public IReadOnlyList<string> Cases { get; init; } = ["*"];
}

/// <summary>What becomes of a case whose tools changed between the two sides.</summary>
public enum OtherVersions
{
    /// <summary>Compared, and named: an update is a change like any other.</summary>
    Compared,

    /// <summary>Left out, and named: for a baseline that must outlive updates of the system.</summary>
    LeftOut,
}

/// <summary>How a gate or one of its checks came out.</summary>
public enum GateColour
{
    Green,

    /// <summary>Cannot tell, or something that a person should look at.</summary>
    Amber,
    Red,
}
