using Bench.Core;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>Which cases of two sides may be held against each other, and what must be said of the others.</summary>
/// <param name="Cases">In the order of the baseline.</param>
/// <param name="Answers">Of cases whose right answer is another one now.</param>
internal sealed record Comparable(IReadOnlyList<CaseId> Cases, IReadOnlyList<GateCheck> Answers, IReadOnlyList<string> Notes)
{
    /// <exception cref="UsageException">The machines differ, or there is no such backend to compare them through.</exception>
    internal static Comparable Of(GateNumbers before, GateNumbers after, GateRules rules, GateOptions options)
    {
        List<string> notes = [.. MachineNotes(before, after, rules, options)];
        HashSet<CaseId> old = [.. before.Cases];
        CaseId[] both = [.. before.Cases.Where(id => before.Measured(id) && after.Measured(id) && (options.Only is null || options.Only.Contains(id)))];
        List<CaseId> cases = [];
        List<GateCheck> answers = [];
        foreach (CaseId id in both)
            if (before.Arguments(id) is string own && after.Arguments(id) is string other && own != other)
                notes.Add($"{id.Workload}/{id.Size} is not compared: its arguments are '{Shown(own)}' in the baseline and '{Shown(other)}' in the candidate");
            else if (before.Answer(id) is string right && after.Answer(id) is string now && right != now)
                answers.Add(new GateCheck { Case = id, Subject = GateSubject.Answer, Answer = GateAnswer.Regressed, Text = "another output than the baseline's counts as right" });
            else
                cases.Add(id);
        foreach ((string backend, string change) in Versions(before, after, both))
        {
            bool leftOut = rules.Versions == OtherVersions.LeftOut;
            notes.Add($"{backend} {(leftOut ? "is not compared" : "changed too")}: {change}");
            if (leftOut)
                cases.RemoveAll(id => id.Backend == backend);
        }
        if (after.Cases.Count(id => !old.Contains(id) && after.Measured(id)) is int added and > 0 && options.Only is null)
            notes.Add($"{CountText.Of(added, "case", "cases")} of the candidate {(added == 1 ? "is" : "are")} not in the baseline");
        return new Comparable(cases, answers, [.. notes.Distinct()]);
    }

    private static IEnumerable<string> MachineNotes(GateNumbers before, GateNumbers after, GateRules rules, GateOptions options)
    {
        if (options.Through is string through && !before.Cases.Any(id => id.Backend == through && before.Measured(id) && after.Measured(id with { Backend = through })))
            throw Names.Unknown("backend", through, before.Cases.Where(id => before.Measured(id) && after.Measured(id)).Select(static id => id.Backend));
        MachineInfo own = before.First.Machine, other = after.First.Machine;
        if (before.Runs.Concat(after.Runs).Select(static one => CalibrationFile.MachineOf(one.Run.Header.Machine)).Distinct().Count() > 1)
        {
            string both = $"{OutcomeText.OneLine(own.ToString())} and {OutcomeText.OneLine(other.ToString())}";
            if (rules.Soft.Count > 0 && options.Through is null)
                throw new UsageException($"the sides were measured on different machines ({both}{(own.ToString() == other.ToString() ? ", which differ in memory, region or hypervisor" : "")}): "
                    + "measure both on one, or give --through BACKEND to compare what each case takes beside that backend");
            if (own.Architecture != other.Architecture)
                throw new UsageException($"the sides were measured on different processors ({own.Architecture} and {other.Architecture}), which have other instructions");
            yield return options.Through is null ? $"measured on different machines, {both}: only what does not depend on them is compared" : $"measured on different machines, {both}: compared through {options.Through}";
        }
        if (own.System != other.System || own.Kernel != other.Kernel)
            yield return $"the system changed: {OutcomeText.OneLine(own.System)}, kernel {OutcomeText.OneLine(own.Kernel)} → {OutcomeText.OneLine(other.System)}, kernel {OutcomeText.OneLine(other.Kernel)}";
        if (before.First.Options.PinnedCore is null != after.First.Options.PinnedCore is null)
            yield return $"programs of the {(before.First.Options.PinnedCore is null ? "baseline" : "candidate")} ran free, the others were pinned to a core";
    }

    private static IEnumerable<(string Backend, string Change)> Versions(GateNumbers before, GateNumbers after, IEnumerable<CaseId> cases)
    {
        foreach (string id in cases.Select(static one => one.Backend).Distinct())
        {
            if (before.Backend(id) is not BackendInfo own || after.Backend(id) is not BackendInfo other)
                continue;
            if (own.Version != other.Version)
                yield return (id, $"version {OutcomeText.OneLine(own.Version!)} → {OutcomeText.OneLine(other.Version!)}");
            else if (own.Flags != other.Flags)
                yield return (id, $"flags '{OutcomeText.OneLine(own.Flags)}' → '{OutcomeText.OneLine(other.Flags)}'");
        }
    }

    private static string Shown(string arguments) => OutcomeText.OneLine(arguments.Replace('\0', ' '));
}
