using System.Text.Json.Serialization;

namespace Bench.Core;

/// <summary>How the rows of a node reach the caller.</summary>
[JsonConverter(typeof(KebabEnumConverter<ResultsWay>))]
public enum ResultsWay
{
    /// <summary>In the log of the service, which the engine keeps on the node and hands out through the manager.</summary>
    Logs,

    /// <summary>As messages of our own stream runtime, with receipts; what has no receipt in the end goes into the log.</summary>
    Stream,

    /// <summary>Written into a folder that nodes and caller share; the log has only its digest.</summary>
    Volume,
}
