using Bench.Core;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Bench.Streams;

/// <summary>Reads YAML strictly: whatever is not expected is an error with file, line and column.</summary>
internal sealed class YamlReader(string file)
{
    // The parser's recursion over a hostile file would end the process.
    private const int Deepest = 8;

    internal YamlMappingNode Load(string text, string what)
    {
        try
        {
            Parser depth = new(new StringReader(text));
            for (int open = 0; depth.MoveNext();)
            {
                if ((open += depth.Current!.NestingIncrease) > Deepest)
                    throw Fault(depth.Current.Start, $"nested too deeply for {what}");
                if (depth.Current is AnchorAlias alias)
                    throw Fault(alias.Start, $"{what} has no aliases");
            }
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 ? Mapping(stream.Documents[0].RootNode, what)
                : throw new UsageException($"{file}(1,1): expected {what}, found {(stream.Documents.Count == 0 ? "nothing" : "several documents")}");
        }
        catch (YamlException e)
        {
            throw Fault(e.Start, e.Message.ReplaceLineEndings(" "));
        }
    }

    internal Dictionary<string, YamlNode> Members(YamlNode node, string what, string[] required, string[] optional)
    {
        YamlMappingNode map = Mapping(node, what);
        Dictionary<string, YamlNode> members = [];
        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            string name = Text(key, $"a member of {what}");
            members[name] = required.Contains(name) || optional.Contains(name) ? value
                : throw Fault(key.Start, $"{what} has no member '{name}', only {string.Join(", ", [.. required, .. optional])}");
        }
        return required.FirstOrDefault(name => !members.ContainsKey(name)) is string missing ? throw Fault(map.Start, $"{what} lacks {missing}") : members;
    }

    internal string Text(YamlNode node, string what) =>
        node is YamlScalarNode { Value: { Length: > 0 } text } scalar && !(scalar.Style == ScalarStyle.Plain && text is "null" or "~") && !text.Any(char.IsControl)
            ? text
            : throw Fault(node.Start, $"{what}: expected a line of text, found {Found(node)}");

    /// <summary>A list of at least one, or one element alone.</summary>
    internal IReadOnlyList<T> List<T>(YamlNode node, string what, Func<YamlNode, T> read) => node switch
    {
        YamlSequenceNode { Children.Count: > 0 } list => [.. list.Children.Select(read)],
        YamlSequenceNode => throw Fault(node.Start, $"{what}: expected at least one"),
        _ => [read(node)],
    };

    internal UsageException Fault(YamlNode at, string what) => Fault(at.Start, what);

    internal static string Found(YamlNode node) => node switch
    {
        YamlMappingNode => "members",
        YamlSequenceNode => "a list",
        YamlScalarNode { Value: { Length: > 0 } text } => $"'{string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c))}'",
        _ => "nothing",
    };

    private YamlMappingNode Mapping(YamlNode node, string what) =>
        node as YamlMappingNode ?? throw Fault(node.Start, $"{what}: expected members with values, found {Found(node)}");

    private UsageException Fault(Mark at, string what) => new($"{file}({at.Line},{at.Column}): {what}");
}
