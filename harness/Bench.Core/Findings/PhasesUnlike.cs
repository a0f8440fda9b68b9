namespace Bench.Core;

/// <summary>The same column holds different work: some backends compile before, others inside; containers are created inside.</summary>
/// <param name="CompiledBefore">Backends whose compilation is in none of startup, execute and total.</param>
/// <param name="CompiledInside">Backends that compile while they run.</param>
/// <param name="Created">Backends whose total holds the creation of a container.</param>
public sealed record PhasesUnlike(IReadOnlyList<string> CompiledBefore, IReadOnlyList<string> CompiledInside, IReadOnlyList<string> Created) : Finding((CaseId?)null)
{
    public override string Id => "phases-unlike";
    public override string Text => "totals hold different work: " + string.Join("; ", Parts());
    public override string Advice => "compare totals with the time of compile at hand, and see after how many executions it has paid";

    private IEnumerable<string> Parts()
    {
        if (CompiledBefore.Count > 0)
            yield return $"compiled before and not counted: {FindingText.Names(CompiledBefore)}";
        if (CompiledInside.Count > 0)
            yield return $"compiled inside and counted: {FindingText.Names(CompiledInside)}";
        if (Created.Count > 0)
            yield return $"with the container's creation: {FindingText.Names(Created)}";
    }

    internal static IEnumerable<Finding> In(Summary summary)
    {
        Dictionary<string, BackendClass> classes = summary.Run.Header.Backends.ToDictionary(static one => one.Id, static one => one.Class);
        string[] measured = [.. summary.Cases.Where(id => summary[id, Phases.Total, Metric.Wall] is not null).Select(static id => id.Backend).Distinct()];
        string[] before = [.. measured.Where(backend => summary.Cases.Any(id => id.Backend == backend && summary[id, Phases.Compile, Metric.Wall] is not null))];
        string[] inside = [.. measured.Except(before).Where(backend => classes.TryGetValue(backend, out BackendClass found) && found is BackendClass.BaselineJit or BackendClass.OptimisingJit)];
        string[] created = [.. measured.Where(backend => summary.Cases.Any(id => id.Backend == backend && summary[id, Phases.Create, Metric.Wall] is not null))];
        if ((before.Length > 0 && inside.Length > 0) || (created.Length > 0 && created.Length < measured.Length))
            yield return new PhasesUnlike(before, inside, created);
    }
}
