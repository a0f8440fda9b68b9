using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>A gate's report as JSON, schema reports/gate-report.schema.json, and back.</summary>
public static class GateJson
{
    /// <summary>Raised when a member changes its meaning; older files stay readable.</summary>
    public const int CurrentSchema = 1;

    /// <summary>A number without an end, the ratio to a baseline of zero, is left out: JSON has none.</summary>
    public static string Write(GateReport report) => VersionedJson.Write(new GateFile
    {
        Schema = CurrentSchema,
        Colour = report.Colour,
        Baseline = report.Baseline,
        Candidate = report.Candidate,
        Rules = report.Rules,
        Through = report.Through,
        Seed = report.Seed,
        Notes = report.Notes,
        Checks = [.. report.Checks.Select(static one => one with
        {
            Baseline = Finite(one.Baseline), Candidate = Finite(one.Candidate), Ratio = Finite(one.Ratio),
            Low = Finite(one.Low), High = Finite(one.High), Limit = Finite(one.Limit), Sees = Finite(one.Sees),
        })],
    });

    /// <exception cref="UsageException">The file cannot be read, a newer version wrote it, or it is no report of a gate: one line.</exception>
    public static GateReport Read(string file) => Checked(VersionedJson.Load<GateFile>(file, "the gate's report", CurrentSchema), file);

    /// <inheritdoc cref="Read"/>
    /// <param name="file">For messages only.</param>
    internal static GateReport Parse(byte[] bytes, string file) => Checked(VersionedJson.Parse<GateFile>(bytes, file, CurrentSchema), file);

    private static GateReport Checked(GateFile content, string file)
    {
        GateReport report = new()
        {
            Baseline = content.Baseline,
            Candidate = content.Candidate,
            Rules = content.Rules,
            Through = content.Through,
            Seed = content.Seed,
            Notes = content.Notes,
            Checks = content.Checks,
        };
        if (report.Checks.FirstOrDefault(static one => Numbers(one).Any(static number => number is double value && !double.IsFinite(value))) is GateCheck endless)
            throw new UsageException($"{file}: a number of {OutcomeText.OneLine(endless.Case.ToString())}, {endless.Subject.Name}, is too large");
        return report.Colour == content.Colour ? report
            : throw new UsageException($"{file}: 'colour' is {KebabCase.Of(content.Colour)}, but the worst of its checks is {KebabCase.Of(report.Colour)}");
    }

    private static IEnumerable<double?> Numbers(GateCheck check) => [check.Baseline, check.Candidate, check.Ratio, check.Low, check.High, check.Limit, check.Sees];

    private static double? Finite(double? number) => number is double value && double.IsFinite(value) ? value : null;

    private sealed record GateFile
    {
        public required int Schema { get; init; }
        public required GateColour Colour { get; init; }
        public required GateSide Baseline { get; init; }
        public required GateSide Candidate { get; init; }
        public string? Through { get; init; }
        public ulong? Seed { get; init; }
        public required GateRules Rules { get; init; }
        public IReadOnlyList<string> Notes { get; init; } = [];
        public required IReadOnlyList<GateCheck> Checks { get; init; }
    }
}
