namespace Bench.Core;

/// <summary>Phases of streams. A part of the ledger behind the first function of a chain has the number of its function behind its name.</summary>
public static class StreamPhases
{
    /// <summary>Of a message, from the instant at which the source should have sent it until the sink had decoded it; wall is the median.</summary>
    public const string Latency = "latency";

    /// <summary>From the spawn of a function's node until its first answer, with the source sending all the while.</summary>
    public const string ColdStart = "cold-start";

    /// <summary>The highest rate that kept p99 below the scenario's limit.</summary>
    public const string Capacity = "capacity";

    /// <summary>The lowest rate at which the search for it failed.</summary>
    public const string BeyondCapacity = "beyond-capacity";

    /// <summary>Times and memory of a node stand below this and its name; wall is the time over which user and sys were counted.</summary>
    public const string NodePrefix = "node-";

    /// <summary>Parts of a latency in the life of a message, and from which instant to which each goes. Their wall is the mean over the middle tenth of messages by latency.</summary>
    public static readonly IReadOnlyList<(string Name, string Means)> Ledger =
    [
        ("source-lateness", "from the intended instant until the source began with the message"),
        ("source-codec", "encoding, until the transport took the message"),
        ("to-zipper", "from the source's transport until the zipper had read the frame"),
        ("zipper", "in the zipper, until it handed the frame to the function's transport"),
        ("to-function", "until the function's node had read the frame"),
        ("function-queue", "until it was its turn"),
        ("decode", "decoding"),
        ("entry", "into the sandbox or the other process: until the guest's own code began"),
        ("guest", "the guest's own code"),
        ("exit", "out of the sandbox, until the reply was handed to the transport"),
        (Call, "entry, guest and exit together, where the host cannot tell them apart"),
        ("from-function", "until the zipper had read the reply"),
        ("zipper-reply", "in the zipper, until it handed the reply to the sink's transport"),
        ("to-sink", "until the sink had read the frame"),
        ("sink-codec", "decoding in the sink"),
    ];

    public const string Call = "call";

    /// <summary>Whether a phase is a part of a latency.</summary>
    public static bool IsPart(string phase) => Ledger.Any(one => phase == one.Name
        || (phase.Length > one.Name.Length + 1 && phase.StartsWith(one.Name, StringComparison.Ordinal) && phase[one.Name.Length] == '-' && phase.AsSpan(one.Name.Length + 1).IndexOfAnyExceptInRange('0', '9') < 0));
}
