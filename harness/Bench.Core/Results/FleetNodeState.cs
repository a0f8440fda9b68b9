using System.Text.Json.Serialization;

namespace Bench.Core;

/// <summary>How far a node came.</summary>
[JsonConverter(typeof(KebabEnumConverter<FleetNodeState>))]
public enum FleetNodeState
{
    /// <summary>It has not begun.</summary>
    Waiting,
    Running,

    /// <summary>It measured the whole suite; cases may have failed.</summary>
    Done,

    /// <summary>Its measuring ended with an error.</summary>
    Failed,

    /// <summary>Nothing is heard of it any more.</summary>
    Lost,
}
