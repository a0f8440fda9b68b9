using Bench.Backends.Doctor;
using Bench.Core;
using Spectre.Console;

namespace Bench.Cli;

/// <summary>The doctor's report for people.</summary>
internal static class DoctorText
{
    internal static void Write(IAnsiConsole console, DoctorReport report)
    {
        Table backends = NewTable("Backend", "Class", "State", "Version, or what to do");
        foreach (DoctorBackend one in report.Backends)
            backends.AddRow(one.Id, one.Class, StateOf(one.State), Markup.Escape(one.State switch
            {
                DoctorState.Ready => one.Version!,
                DoctorState.Missing => $"{one.Reason}: {one.Remedy}",
                _ => one.Reason!,
            }));
        console.Write(backends);

        Table tools = NewTable("Also of use", "What it is", "State", "Version, or what to do");
        foreach (DoctorTool one in report.Tools)
            tools.AddRow(one.Id, Markup.Escape(one.Title), StateOf(one.State), Markup.Escape(one.Version ?? $"{one.Reason}: {one.Remedy}"));
        console.Write(tools);

        MachineInfo machine = report.Machine;
        Table checks = NewTable("Machine", "Found", "Doubt");
        checks.AddRow("machine", Markup.Escape($"{machine}, {machine.MemoryBytes >> 20} MiB"), "");
        checks.AddRow("system", Markup.Escape($"{machine.System}, Linux {machine.Kernel}, {machine.Architecture}"), "");
        checks.AddRow("host", machine.Hypervisor.Length == 0 ? "no hypervisor seen" : Markup.Escape($"virtual ({machine.Hypervisor})"),
            machine.Hypervisor.Length == 0 ? "" : "[yellow]what the neighbours do is part of the measurement[/]");
        foreach (MachineCheck check in report.Checks)
            checks.AddRow(check.Id, Markup.Escape(check.Value), check.Doubt is null ? "" : $"[yellow]{Markup.Escape(check.Doubt)}[/]");
        console.Write(checks);

        int ready = report.Backends.Count(static one => one.State == DoctorState.Ready);
        console.WriteLine($"{ready} of {report.Backends.Count} backends ready, {report.Checks.Count(static check => check.Doubt is not null)} doubts about the machine");
        foreach (DoctorOverhead overhead in report.Overhead ?? [])
            console.Profile.Out.Writer.WriteLine(Describe(overhead, busy: report.Checks.Any(static check => check is { Id: "load", Doubt: not null })));
    }

    private static string Describe(DoctorOverhead overhead, bool busy)
    {
        double apart = overhead.PerfMedianNs - overhead.HarnessMedianNs;
        string verdict = overhead.Fine ? $"within {OverheadTrial.Tolerance:P0}"
            : apart is > 0 and < OverheadTrial.PerfStartNs ? $"perf adds {apart / 1e6:0.00} ms of its own: it times the kernel taking down the copy of perf that becomes the program"
            // Whoever has just worked waits first: perf's start counts against the program that it becomes.
            : busy ? $"further apart than {OverheadTrial.Tolerance:P0}, on a busy machine: repeat it when nothing else runs"
            : $"further apart than {OverheadTrial.Tolerance:P0}: one of the two times something that the other leaves out";
        return $"{overhead.Program}, {overhead.Pairs} pairs, seed {overhead.Seed}: harness {overhead.HarnessMedianNs / 1e6:0.000} ms, perf stat {overhead.PerfMedianNs / 1e6:0.000} ms (medians)\n"
            + $"    ratio {overhead.Ratio:0.000}, 95 % interval {overhead.Low:0.000} to {overhead.High:0.000}: {verdict}";
    }

    private static string StateOf(DoctorState state) => state switch
    {
        DoctorState.Ready => "[green]ready[/]",
        DoctorState.Missing => "[yellow]missing[/]",
        _ => "[grey]retired[/]",
    };

    private static Table NewTable(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
            table.AddColumn(new TableColumn($"[bold]{column}[/]"));
        return table;
    }
}
