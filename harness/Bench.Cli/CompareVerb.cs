using System.CommandLine;
using Bench.Core;
using Bench.Reports;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class CompareVerb : IVerb
{
    private static readonly Dictionary<string, ComparisonAxis> s_axes = Enum.GetValues<ComparisonAxis>().ToDictionary(KebabCase.Of);

    private readonly Argument<string[]> _runs = new("RUN") { Description = "Run folders: of other machines, or of other commits; a folder of a fleet stands for all its nodes", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _baseline = new("--baseline") { Description = "Also divide every time by this backend's on the same machine" };
    private readonly Option<string?> _reference = new("--reference") { Description = "The run that the others are divided by; the first one if not given" };
    private readonly Option<string[]> _label = new("--label") { Description = "A name for the machine of a run (may be repeated)", HelpName = "RUN=NAME" };
    private readonly Option<string[]> _type = new("--type") { Description = "The machine type of a run whose machine could not tell it (may be repeated)", HelpName = "RUN=TYPE" };
    private readonly Option<string?> _by = new("--by") { Description = "machine, commit or type (all machines of a type together); type if not given and a fleet has several of one, commit where a machine has runs of several" };
    private readonly Option<string?> _prices = new("--prices") { Description = "Prices of the machines: reports/prices.example.yaml shows how; those of a fleet's labels if not given" };
    private readonly Option<string> _format = new("--format") { Description = $"{string.Join(", ", ComparisonFormats.Names)}, or several divided by commas", DefaultValueFactory = static _ => "md,csv" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder to write to; the first run's folder if not given" };

    public int Order => 8;
    public string Example => "./bench compare results/left results/right --baseline native-clang --prices prices.yaml";

    public Command Create(CliContext context)
    {
        Command command = new("compare", "Puts machines or commits side by side: ratios, order, price of work.") { _runs, _baseline, _reference, _label, _type, _by, _prices, _format, _out };
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    /// <summary>Compares what the folders hold, on the console and in files.</summary>
    /// <param name="folders">Of runs and of fleets; the prices of the latter are used where the options have none.</param>
    /// <param name="formats">Divided by commas.</param>
    /// <param name="labels">As <c>--label</c> gives them.</param>
    /// <param name="types">As <c>--type</c> gives them.</param>
    internal static async Task WriteAsync(CliContext context, IReadOnlyList<string> folders, ComparisonOptions options, string formats, string folder, CancellationToken ct, IReadOnlyList<string>? labels = null, IReadOnlyList<string>? types = null)
    {
        RefuseTwice(folders);
        GivenRuns given = GivenRuns.Read(folders);
        ComparedRun[] runs = [.. given.Runs];
        RefuseTwice(runs.Select(static run => run.Name));
        foreach (string label in labels ?? [])
            runs = Named(runs, "--label", label, static (run, name) => run.Labelled(name));
        foreach (string type in types ?? [])
            runs = Named(runs, "--type", type, static (run, name) => run.Typed(name));
        Comparison comparison = Comparison.Of(runs, options with { By = options.By ?? given.By, Prices = options.Prices ?? LabelledPrice.ListOf(runs), Failures = given.Failures });
        IReadOnlyList<ReportFile> files = await ComparisonFormats.RenderAsync(comparison, formats.Split(','), context.Tools, ct);
        foreach (ReportTable table in ComparisonTables.Main(comparison))
            ConsoleTable.Write(context.Console, table);
        foreach (string file in await ReportFiles.WriteAsync(files, folder, ct))
            context.Console.WriteLine(ShownPath.Of(file));
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        string[] folders = parsed.GetValue(_runs)!;
        ComparisonOptions options = new()
        {
            Baseline = parsed.GetValue(_baseline),
            Reference = parsed.GetValue(_reference),
            By = parsed.GetValue(_by) is not string by ? null : s_axes.TryGetValue(by, out ComparisonAxis axis) ? axis : throw Names.Unknown("axis", by, s_axes.Keys),
            Prices = parsed.GetValue(_prices) is string prices ? PriceList.Load(prices) : null,
        };
        string folder = parsed.GetValue(_out) ?? (Directory.Exists(folders[0]) ? folders[0] : Path.GetDirectoryName(Path.GetFullPath(folders[0]))!);
        await WriteAsync(context, folders, options, parsed.GetValue(_format)!, folder, ct, parsed.GetValue(_label), parsed.GetValue(_type));
        return ExitCodes.Fine;
    }

    private static void RefuseTwice(IEnumerable<string> paths)
    {
        if (paths.GroupBy(static one => Path.TrimEndingDirectorySeparator(Path.GetFullPath(one))).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new UsageException($"{twice.First()} is given twice");
    }

    private static ComparedRun[] Named(ComparedRun[] runs, string option, string value, Func<ComparedRun, string, ComparedRun> apply)
    {
        // From the right: a path may hold the sign, a name has no need to.
        int sign = value.LastIndexOf('=');
        if (sign <= 0)
            throw new UsageException($"{option} {value}: expected RUN=NAME");
        string run = value[..sign], name = MachineLabel.Checked(value[(sign + 1)..]);
        return runs.Any(one => one.IsCalled(run))
            ? [.. runs.Select(one => one.IsCalled(run) ? apply(one, name) : one)]
            : throw Names.Unknown("run", run, runs.Select(static one => one.Name));
    }
}
