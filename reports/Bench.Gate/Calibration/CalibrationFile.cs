using System.Text.Json;
using Bench.Core;

namespace Bench.Gate;

/// <summary>What <c>gate calibrate</c> has found, as it is kept for later gates.</summary>
public sealed record CalibrationFile
{
    /// <summary>Raised when a member changes its meaning.</summary>
    public const int CurrentSchema = 1;

    public required int Schema { get; init; }

    /// <summary>Of the machine that it holds for.</summary>
    public required string Machine { get; init; }
    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary>Processes a side with which a gate catches a tenth in 95 of 100 gates; null where none were enough.</summary>
    public int? Recommended { get; init; }

    /// <summary>Deviation of the level of a run from that of another run of the same build, as a share: the root of the mean square over the cases; null where it was not measured.</summary>
    public double? BetweenRuns { get; init; }
    public required IReadOnlyList<CaseNoise> Cases { get; init; }

    /// <param name="Case">workload/size/backend.</param>
    /// <param name="Spread">Deviation of one process, as a share.</param>
    /// <param name="SpreadInPairs">The same as far as the process beside it does not share it; null where none ran beside it.</param>
    /// <param name="BetweenRuns">Deviation of a run's level from that of another run; null where it was not measured.</param>
    /// <param name="Sees">Smallest slowdown, as a share, that gates with the recommended processes (the most that were tried, where none are) catch with probability 0.95; null where they catch none.</param>
    public sealed record CaseNoise(string Case, string Phase, string Metric, double Spread, double? SpreadInPairs = null, double? BetweenRuns = null, double? Sees = null);

    /// <exception cref="UsageException">The file cannot be read, or is of a newer version.</exception>
    public static CalibrationFile Load(string file)
    {
        CalibrationFile read = StrictJson.Load<CalibrationFile>(file);
        if (read.Schema > CurrentSchema)
            throw new UsageException($"{file} was written by a newer version (schema {read.Schema}, this one reads up to {CurrentSchema}): update Bench");
        if (read.Cases.FirstOrDefault(static one => !(one.Spread >= 0 && double.IsFinite(one.Spread)) || one.SpreadInPairs < 0 || one.BetweenRuns < 0 || one.Case.Split('/').Length != 3 || MetricNames.Parse(one.Metric) is null) is CaseNoise fault)
            throw new UsageException($"{file}: '{fault.Case}' is no case with a metric and a spread");
        return read;
    }

    /// <exception cref="UsageException">The file cannot be written.</exception>
    public void Save(string file)
    {
        try
        {
            File.WriteAllText(file, JsonSerializer.Serialize(this, s_written) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write {file}: {e.Message}", e);
        }
    }

    /// <param name="machine">That the gate is judged for.</param>
    /// <exception cref="UsageException">It was measured on another machine.</exception>
    public GateNoise NoiseOn(MachineInfo machine) => MachineOf(machine) != Machine
        ? throw new UsageException($"the calibration is of another machine ({Machine}, not {MachineOf(machine)}): ./bench gate calibrate makes one here")
        : new GateNoise
        {
            BetweenRuns = BetweenRuns ?? GateNoise.UsualBetweenRuns,
            Spreads = Cases.ToDictionary(static one => (CaseId.Parse(one.Case), one.Phase, MetricNames.Parse(one.Metric)!.Value), static one => new GateNoise.Spread(one.Spread, one.SpreadInPairs, one.BetweenRuns)),
        };

    /// <summary>The same through an update of its system.</summary>
    public static string MachineOf(MachineInfo machine) => MachineId.Of(machine with { Kernel = "", System = "" });

    private static readonly JsonSerializerOptions s_written = new(JsonText.Strict) { WriteIndented = true };
}
