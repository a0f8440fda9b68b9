using Bench.Core;

namespace Bench.Reports;

/// <summary>A machine of a fleet that did not measure everything.</summary>
/// <param name="Name">Of the node.</param>
/// <param name="VmType">Null where nobody labelled it.</param>
/// <param name="State">Never <see cref="FleetNodeState.Done"/>.</param>
public sealed record FailedMachine(string Name, string? VmType, FleetNodeState State, string Cause)
{
    /// <summary>Cases that it measured before; 0 where it left no run.</summary>
    public int Measured { get; init; }

    /// <summary>Cases that it was to measure; null where it left no run.</summary>
    public int? Planned { get; init; }

    public string Title => VmType is null ? ColumnNames.Line(Name) : $"{ColumnNames.Line(Name)} ({ColumnNames.Line(VmType)})";

    public string Outcome => State switch
    {
        FleetNodeState.Failed => "Failed",
        FleetNodeState.Lost => "Lost",
        FleetNodeState.Waiting or FleetNodeState.Running => "Not finished",
        _ => throw new InvalidOperationException($"a machine whose state is {State} has not failed"),
    };

    /// <summary><c>node-2 (a.small): Failed: the cause</c>.</summary>
    public string Line => $"{Title}: {Outcome}: {OutcomeText.OneLine(Cause)}";
}
