using Bench.Streaming;

namespace Bench.Streams;

/// <summary>What is sent through which nodes, how fast and for how long: a file of workloads/streams.</summary>
public sealed record StreamScenario
{
    /// <summary>Workload of the run's cases.</summary>
    public required string Name { get; init; }
    public string Title { get; init; } = "";

    /// <summary>In the order in which a message passes them.</summary>
    public required IReadOnlyList<StreamFunctionPlan> Functions { get; init; }

    /// <summary>What messages hold, as the source takes it: <see cref="Streaming.Payload.Names"/>.</summary>
    public string Payload { get; init; } = "f64";

    /// <summary>Of <see cref="PayloadCodecs.Names"/>, each a case: how that stands in a message.</summary>
    public IReadOnlyList<string> Codecs { get; init; } = [PayloadCodecs.Raw];
    public required IReadOnlyList<string> Transports { get; init; }
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Messages a second, each a case; null sends as fast as the stream takes them. May be empty where a capacity is searched for.</summary>
    public IReadOnlyList<int?> Rates { get; init; } = [1000];

    /// <summary><c>fixed</c> or <c>poisson</c>.</summary>
    public string Arrival { get; init; } = "fixed";
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Of what is measured, behind the warm-up.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);
    public int Repetitions { get; init; } = 3;

    /// <summary>Only messages whose number is a multiple of it are traced, or of a larger one where so many marks would find no room; all are counted.</summary>
    public int TraceEvery { get; init; } = 1;

    /// <summary>How often each function host is started under load; 0 leaves that out.</summary>
    public int ColdStarts { get; init; }
    public CapacityGoal? Capacity { get; init; }

    /// <summary>Tags of a message on its way: what the source sends, what each function replies.</summary>
    public IReadOnlyList<byte> Tags => [Functions[0].Observe, .. Functions.Select(static one => one.Reply)];
}

/// <param name="Function">Id of one of the project's functions, or a file.</param>
/// <param name="Instances">Nodes that share the messages.</param>
public sealed record StreamFunctionPlan(string Function, byte Observe, byte Reply, int Instances);

/// <summary>What the search for the highest rate goes by.</summary>
/// <param name="P99">The limit that a rate must keep.</param>
/// <param name="From">Messages a second at which the search begins.</param>
/// <param name="Within">The search ends when the rate that held and the one that did not differ by no more than this share.</param>
/// <param name="Trials">Of each rate; it holds when most of them do.</param>
public sealed record CapacityGoal(TimeSpan P99, int From, int To, double Within, int Trials, TimeSpan Duration);
