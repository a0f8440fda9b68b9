using System.Text;
using Bench.Core;
using Bench.Gate;

namespace Bench.Fuzz;

/// <summary>gate.yaml as people write it, with the mistakes that they make.</summary>
internal sealed class GateRulesTarget : IFuzzTarget
{
    private const string File = "gate.yaml";

    private static readonly byte[][] s_pieces =
    [
        .. ((string[])["falseAlarm: 1%\n", "overlooked: 5%\n", "failed: red\n", "missing: green\n", "versions: left-out\n", "hard:\n", "soft:\n", "  - metric: wall\n", "    more: 0\n", "    phase: execute\n",
            "    cases: ['nbody/*', \"*\"]\n", "  - {metric: instructions, more: 0.5%}\n", "soft: []\n", "{", "}", "[", "]", ": ", ", ", "- ", "? ", "&a ", "*a", "!!str ", "|\n  ", ">-\n", "---\n", "...\n", "%YAML 1.2\n", "# \n",
            "'", "\"", "\\x", "\t", "\r\n", "\0", "\u001b", "é", "99999%", "-1%", "1e9%", "<<: *a\n", "\ufeff"]).Select(Encoding.UTF8.GetBytes),
    ];

    public string Name => "gate-rules";

    public string Summary => "rules of the gate, right and wrong";

    /// <summary>The text is parsed twice, once for its depth; an event or a node of the parser takes some hundred bytes, and may stand for one character.</summary>
    public AllocationLimit Limit => new(1 << 18, 4096);

    public void Generate(SplitMix random, FuzzBuffer buffer)
    {
        for (int left = random.Below(12); left > 0; left--)
            buffer.Append(s_pieces[random.Below(random.Below(2) == 0 ? 13 : s_pieces.Length)]);
        for (int left = random.Below(4); left > 0; left--)
            Mutations.Mutate(random, buffer, s_pieces);
    }

    public void Examine(ReadOnlyMemory<byte> input, SplitMix choices)
    {
        GateRules rules;
        try
        {
            rules = GateRulesReader.Parse(Encoding.UTF8.GetString(input.Span), File);
        }
        catch (UsageException fault)
        {
            FuzzFault.Unless(fault.Message.StartsWith($"{File}(", StringComparison.Ordinal), "a mistake is named with its place");
            FuzzFault.Unless(!fault.Message.Any(char.IsControl), "a mistake is described in one line");
            return;
        }
        FuzzFault.Unless(rules.FalseAlarm is > 0 and < 1 && rules.Overlooked is > 0 and < 0.5, "a chance is one");
        FuzzFault.Unless(rules.Failed != GateColour.Green, "a failed case is never green");
        FuzzFault.Unless(rules.Hard.Select(static one => one.More).Concat(rules.Soft.Select(static one => one.More)).All(static more => more is >= 0 and <= 100), "a limit is in its range");
        FuzzFault.Unless(rules.Hard.Select(static one => one.Cases).Concat(rules.Soft.Select(static one => one.Cases)).All(static cases => cases.Count > 0 && cases.All(static glob => glob.Length > 0)), "a rule concerns something");
    }
}
