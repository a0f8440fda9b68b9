using System.Text;
using Bench.Core;

namespace Bench.Reports;

/// <summary>report.md: everything a reader needs to judge one run, and its tables.</summary>
public static class RunMarkdown
{
    public static string Render(IReadOnlyList<Summary> runs, string baseline)
    {
        StringBuilder text = new("# Benchmark report\n");
        foreach (Summary run in runs)
            Render(text, run, baseline);
        return text.ToString();
    }

    private static void Render(StringBuilder text, Summary summary, string baseline)
    {
        RunHeader header = summary.Run.Header;
        text.Append($"\n## {MarkdownText.Escape(header.Machine.ToString())}\n\n");
        foreach ((string name, string value) in Facts(summary.Run))
            text.Append($"- {name}: {MarkdownText.Escape(value)}\n");
        text.Append('\n').Append(MarkdownTable.Render(Tools(header)));
        text.Append('\n').Append(MarkdownTable.Render(Backends(summary)));
        foreach (ReportTable table in WorkloadTables.Of(summary, baseline))
            text.Append('\n').Append(MarkdownTable.Render(table));
        Outcome.Failed[] failures = [.. OutcomeText.Failures(summary)];
        if (failures.Length > 0)
            text.Append("\n### Failures\n\n");
        foreach (Outcome.Failed failed in failures)
            text.Append(Failure(failed));
        (string Backend, string Reason)[] skips = [.. OutcomeText.Skips(summary)];
        if (skips.Length > 0)
            text.Append("\n### Skipped\n\n");
        foreach ((string backend, string reason) in skips)
            text.Append($"- {MarkdownText.Escape($"{backend}: {reason}")}\n");
    }

    private static IEnumerable<(string Name, string Value)> Facts(RunRecord run)
    {
        RunHeader header = run.Header;
        MachineInfo machine = header.Machine;
        RunOptions options = header.Options;
        yield return ("Started", $"{header.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        yield return ("Bench", header.Commit.Length > 0 ? $"{header.BenchVersion}, commit {header.Commit}" : header.BenchVersion);
        yield return ("Machine", $"{machine.Architecture}, {Unit.Bytes(machine.MemoryBytes)} of memory, "
            + $"{machine.System}, kernel {machine.Kernel}{(machine.Hypervisor.Length > 0 ? $", on {machine.Hypervisor}" : "")}");
        yield return ("Options", $"suite {options.Suite}, {CountText.Of(options.Processes, "process", "processes")} a case, timeout {options.CaseTimeout.TotalSeconds:0.###} s, "
            + $"memory limit {options.MemoryLimitBytes >> 20} MiB, "
            + (options.PinnedCore is int core ? $"pinned to core {core}" : "not pinned")
            + (options.Budget is TimeSpan budget ? $", budget {budget.TotalMinutes:0.###} min" : "")
            + $", seed {header.Seed}");
        if (run.TornRows > 0)
            yield return ("Torn rows", $"{run.TornRows}, left out");
    }

    private static ReportTable Tools(RunHeader header) => new()
    {
        Title = "Tools",
        Columns = [new("tool", ColumnAlignment.Left), new("version", ColumnAlignment.Left)],
        Rows = [.. header.Tools.Select(static tool => new ReportCell[] { tool.Title, tool.Version })],
    };

    /// <summary>Only those that ran: the others stand under Skipped.</summary>
    private static ReportTable Backends(Summary summary) => new()
    {
        Title = "Backends",
        Columns = [.. new[] { "backend", "title", "class", "version", "flags" }.Select(static name => new ReportColumn(name, ColumnAlignment.Left))],
        Rows = [.. summary.Run.Header.ByClass(summary.Cases.Where(one => !summary.WasSkipped(one)).Select(static one => one.Backend).Distinct())
            .Select(summary.Run.Header.Backend)
            .Select(static one => new ReportCell[] { one.Id, one.Title, one.Class.Name(), one.Version ?? "–", one.Flags })],
    };

    private static string Failure(Outcome.Failed failed)
    {
        string line = $"- {MarkdownText.Escape($"{failed.Case}: {failed.Cause.Name()}: {failed.Error}")}\n";
        IReadOnlyList<string> stderr = OutcomeText.FirstLines(failed.StderrTail);
        return stderr.Count == 0 ? line : $"{line}\n{string.Join('\n', MarkdownText.Fenced(stderr, "  "))}\n";
    }
}
