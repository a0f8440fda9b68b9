using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

/// <summary>reports/machines/: runs that are kept must stay readable, and what stands beside them must be what they give.</summary>
public sealed class KeptRunTests
{
    private static readonly string[] s_folders =
        [.. Directory.EnumerateFiles(Path.Combine(Repo.Root, "reports", "machines"), "run.jsonl", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(Repo.Root, Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Folders => [.. s_folders];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_kept_run_gives_the_tables_beside_it(string folder)
    {
        Summary run = new(RunFolder.Read(Path.Combine(Repo.Root, folder)));
        Assert.DoesNotContain(run.Cases, one => run.OutcomeOf(one) is null);
        StoredFile.HoldsAt(Path.Combine(folder, "report.md"), Rendered.Text([run], ReportOptions.Default, "md"));
        StoredFile.HoldsAt(Path.Combine(folder, "report.csv"), Rendered.Text([run], ReportOptions.Default, "csv"));
        if (Path.GetFileName(folder).StartsWith("paper", StringComparison.Ordinal))
            StoredFile.HoldsAt(Path.Combine(folder, "paper.md"), Rendered.Text([run], ReportOptions.Default with { Style = ReportStyle.Paper }, "md"));
        if (ColdStartDocument.Concerns(run) && run.Run.Header.Options.Suite is ColdStartDocument.Suite or "density")
            StoredFile.HoldsAt(Path.Combine(folder, "cold-start.md"), Rendered.Text([run], ReportOptions.Default with { Style = ReportStyle.ColdStart }, "md"));
    }

    [Fact]
    public void The_suites_of_the_paper_are_kept_of_one_machine_at_least() =>
        Assert.Superset(new HashSet<string> { "paper", "paper-interpreter" }, s_folders.Select(static folder => Path.GetFileName(folder)).ToHashSet());
}
