using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bench.Core;

namespace Bench.Backends.Doctor;

/// <summary>What <c>doctor --json</c> prints; its shape is described in harness/doctor.schema.json.</summary>
public sealed record DoctorReport(
    int Schema, MachineInfo Machine, IReadOnlyList<MachineCheck> Checks, IReadOnlyList<DoctorBackend> Backends, IReadOnlyList<DoctorTool> Tools, IReadOnlyList<DoctorOverhead>? Overhead)
{
    public const int CurrentSchema = 1;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Asks every backend whether it can run here.</summary>
    public static async Task<IReadOnlyList<DoctorBackend>> ExamineAsync(BackendCatalog catalog, Toolbox tools, CancellationToken ct)
    {
        Availability[] found = await Task.WhenAll(catalog.All.Select(backend => backend.ProbeAsync(tools, ct)));
        return [.. catalog.All.Zip(found, DoctorBackend.Of)];
    }

    /// <summary>Asks after every tool that no backend stands for: models and images of workloads, what draws figures.</summary>
    public static async Task<IReadOnlyList<DoctorTool>> ExamineToolsAsync(BackendCatalog catalog, Toolbox tools, CancellationToken ct)
    {
        HashSet<string> ofBackends = [.. catalog.All.SelectMany(static backend => backend.Tools)];
        Tool[] others = [.. tools.Catalog.All.Where(tool => !ofBackends.Contains(tool.Id))];
        Availability[] found = await Task.WhenAll(others.Select(tool => tools.ProbeAsync(tool.Id, ct)));
        return [.. others.Zip(found, DoctorTool.Of)];
    }
}

/// <param name="Class">As in results files.</param>
/// <param name="Reason">Missing: what was looked for. Retired: what took its place.</param>
/// <param name="Remedy">Missing: what to type, or what to put on PATH.</param>
public sealed record DoctorBackend(string Id, string Title, string Class, DoctorState State, string? Version, string? Reason, string? Remedy)
{
    public static DoctorBackend Of(Backend backend, Availability availability)
    {
        DoctorBackend one = new(backend.Id, backend.Title, KebabCase.Of(backend.Class), DoctorState.Ready, null, null, null);
        return availability switch
        {
            Availability.Ready ready => one with { Version = ready.Version },
            Availability.Missing missing => one with { State = DoctorState.Missing, Reason = missing.Reason, Remedy = missing.Remedy },
            Availability.Retired retired => one with { State = DoctorState.Retired, Reason = retired.Successor },
            _ => throw new ArgumentOutOfRangeException(nameof(availability)),
        };
    }
}

public enum DoctorState
{
    Ready,
    Missing,
    Retired,
}

/// <param name="Program">The case that was timed.</param>
/// <param name="Fine">Within a tenth of each other. A program much shorter than a few milliseconds cannot be: see <see cref="OverheadTrial.PerfStartNs"/>.</param>
/// <param name="Low">Lower end of the interval that holds the true ratio with at least 95 %.</param>
public sealed record DoctorOverhead(string Program, int Pairs, ulong Seed, double HarnessMedianNs, double PerfMedianNs, double Ratio, double Low, double High, bool Fine)
{
    public static DoctorOverhead Of(string program, Overhead overhead) => new(program, overhead.Harness.Count, overhead.Seed,
        overhead.HarnessMedianNs, overhead.PerfMedianNs, overhead.Ratio, overhead.RatioInterval.Low, overhead.RatioInterval.High, overhead.IsFine);
}
