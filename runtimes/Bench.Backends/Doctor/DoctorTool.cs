using Bench.Core;

namespace Bench.Backends.Doctor;

/// <param name="Version"><c>present</c> for files that have none.</param>
/// <param name="Reason">Missing: what was looked for.</param>
/// <param name="Remedy">Missing: what to type, or what to put on PATH.</param>
public sealed record DoctorTool(string Id, string Title, DoctorState State, string? Version, string? Reason, string? Remedy)
{
    public static DoctorTool Of(Tool tool, Availability availability) => availability switch
    {
        Availability.Ready ready => new(tool.Id, tool.Title, DoctorState.Ready, ready.Version, null, null),
        Availability.Missing missing => new(tool.Id, tool.Title, DoctorState.Missing, null, missing.Reason, missing.Remedy),
        _ => throw new ArgumentOutOfRangeException(nameof(availability)),
    };
}
