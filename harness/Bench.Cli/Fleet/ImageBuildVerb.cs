using System.CommandLine;
using Bench.Core;
using Bench.Fleet.Images;
using Bench.Reports;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class ImageBuildVerb : IImageVerb
{
    private const int ShownDigits = 16;

    private readonly Option<string[]> _suite = new("--suite") { Description = "For what these suites measure (may be repeated)", DefaultValueFactory = static _ => ["smoke"] };
    private readonly Option<string[]> _workload = new("--workload") { Description = "Only these workloads (glob; may be repeated)" };
    private readonly Option<string[]> _backend = new("--backend") { Description = "Only these backends (glob; may be repeated); all that are ready here if not given" };
    private readonly Option<string?> _out = new("--out") { Description = "Also write the image as one file, for docker load and tools that read OCI archives", HelpName = "FILE" };

    public string Name => "build";
    public int Order => 1;
    public string Example => "./bench image build --suite quick --backend 'native-*' --backend 'wasmedge-*'";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Builds the image: the harness, with the programs and engines that suites need.") { _suite, _workload, _backend, _out };
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        List<PlannedCase> plan = [];
        foreach (string suite in parsed.GetValue(_suite)!.Distinct())
        {
            RunOptions options = RunVerb.OptionsOf(context, suite);
            plan.AddRange(await RunVerb.PlanAsync(context, options with
            {
                Workloads = parsed.GetValue(_workload) is { Length: > 0 } workloads ? workloads : options.Workloads,
                Backends = parsed.GetValue(_backend) is { Length: > 0 } backends ? backends : options.Backends,
            }, ct));
        }
        ImageStore store = ImageStore.Of(context.Layout);
        ImageBuilder builder = new(context.Tools, new ArtifactStore(context.Layout, RunSession.BuildTimeout), store)
        {
            // The harness that builds it, so that what was tried here is what runs there.
            Harness = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory),
            Progress = Show,
        };
        BuiltImage image;
        try
        {
            image = await builder.BuildAsync(plan, await RunSession.CommitAsync(context.Layout.Root, ct), RunSession.BenchVersion, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BuildFailedException)
        {
            throw new UsageException($"the image cannot be built: {e.Message}", e);
        }
        finally
        {
            Show("");
        }
        foreach (string line in image.LeftOut)
            context.Console.WriteLine($"Not in the image: {line}");
        ConsoleTable.Write(context.Console, TableOf(image));
        if (parsed.GetValue(_out) is string file)
            await ImageFile.WriteAsync(store, file, ct);
        context.Console.WriteLine(image.Name);
        return ExitCodes.Fine;
    }

    private static ReportTable TableOf(BuiltImage image) => new()
    {
        Title = $"Layers, lowest first: {Unit.Bytes(image.Layers.Sum(static layer => layer.Bytes))}",
        Columns = [new("layer", ColumnAlignment.Left), new("size"), new("written"), new("seconds"), new("digest", ColumnAlignment.Left)],
        Rows = [.. image.Layers.Select(static layer => (IReadOnlyList<ReportCell>)
        [
            layer.Name, Unit.Bytes(layer.Bytes), layer.IsNew ? "now" : "before", Rounding.Significant(layer.Took.TotalSeconds, 2), layer.Digest[..ShownDigits],
        ])],
    };

    private static void Show(string line)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write($"\r\u001b[K{line}");
    }
}
