using Bench.Core;

namespace Bench.Fleet;

/// <summary>Conditions on nodes as Swarm writes placement constraints, with labels by their own names: <c>vm.type==a.small</c>, <c>node.hostname!=vm-3</c>. All must hold.</summary>
public sealed class NodeChoice
{
    private const string LabelPrefix = "node.labels.";

    private readonly (string Key, bool Equal, string Value)[] _conditions;

    private NodeChoice((string, bool, string)[] conditions) => _conditions = conditions;

    /// <summary>For the engine.</summary>
    public IReadOnlyList<string> Constraints => [.. _conditions.Select(static one => $"{one.Key}{(one.Equal ? "==" : "!=")}{one.Value}")];

    /// <exception cref="UsageException">A condition is none.</exception>
    public static NodeChoice Parse(IReadOnlyList<string> conditions) => new([.. conditions.Select(Parse)]);

    /// <exception cref="UsageException">No node matches; the message says what there is to match.</exception>
    internal IReadOnlyList<SwarmNode> Among(IReadOnlyList<SwarmNode> nodes)
    {
        SwarmNode[] chosen = [.. nodes.Where(node => _conditions.All(one => (ValueOf(node, one.Key) == one.Value) == one.Equal))];
        if (chosen.Length > 0)
            return chosen;
        // The condition that nothing fulfils is the one to mend.
        (string key, _, string value) = _conditions.First(one => !nodes.Any(node => (ValueOf(node, one.Key) == one.Value) == one.Equal) || one == _conditions[^1]);
        string[] values = [.. nodes.Select(node => ValueOf(node, key)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        string shown = key.StartsWith(LabelPrefix, StringComparison.Ordinal) ? key[LabelPrefix.Length..] : key;
        throw new UsageException(values.Length == 0
            ? $"no node has {shown}: ./bench fleet label NODE {shown}={value}"
            : $"no node matches {string.Join(" and ", Constraints.Select(static one => one.Replace(LabelPrefix, "", StringComparison.Ordinal)))}: {shown} is {string.Join(", ", values.Take(8))} (./bench fleet nodes)");
    }

    private static (string, bool, string) Parse(string condition)
    {
        int at = condition.IndexOf("==", StringComparison.Ordinal), not = condition.IndexOf("!=", StringComparison.Ordinal);
        int sign = at < 0 ? not : not < 0 ? at : Math.Min(at, not);
        string key = sign < 0 ? "" : condition[..sign].Trim(), value = sign < 0 ? "" : condition[(sign + 2)..].Trim();
        if (key.Length == 0 || value.Length == 0)
            throw new UsageException($"--on '{condition}' is no condition: write LABEL==VALUE or LABEL!=VALUE, as vm.type==a.small");
        return (key.StartsWith("node.", StringComparison.Ordinal) ? key : LabelPrefix + key, sign == at, value);
    }

    private static string? ValueOf(SwarmNode node, string key) => key switch
    {
        "node.id" => node.Id,
        "node.hostname" => node.Name,
        "node.role" => node.IsManager ? "manager" : "worker",
        _ when key.StartsWith(LabelPrefix, StringComparison.Ordinal) => node.Labels.GetValueOrDefault(key[LabelPrefix.Length..]),
        _ => throw new UsageException($"--on cannot ask for {key}: node.id, node.hostname, node.role or a label"),
    };
}
