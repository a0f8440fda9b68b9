using System.Text;
using Bench.Core;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Bench.Reports;

/// <summary>Reads a YAML file that people write, strictly: whatever its schema does not have is an error with line and column.</summary>
/// <param name="file">For messages only.</param>
/// <param name="kind">What the whole file is, with its article: <c>a price list</c>.</param>
internal abstract class StrictYamlReader(string file, string kind)
{
    internal const int LargestFile = 1 << 20;

    // Such files are three or four levels deep; the parser's recursion over a hostile file would end the process.
    private const int Deepest = 8;

    /// <param name="kind">As above.</param>
    /// <param name="contents">What is not read when the file cannot be: <c>the prices</c>.</param>
    /// <exception cref="UsageException">The file cannot be read, or is too large to be one.</exception>
    internal static string TextOf(string file, string kind, string contents)
    {
        try
        {
            byte[] bytes = BoundedFile.Read(file, LargestFile) ?? throw new UsageException($"{file} is not {kind}: it has more than {LargestFile} bytes");
            using StreamReader reader = new(new MemoryStream(bytes), Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read {contents}: {e.Message}", e);
        }
    }

    private protected YamlMappingNode Root(string text) => Mapping(Documents(text) switch
    {
        [{ } only] => only.RootNode,
        [] => throw new UsageException($"{file}(1,1): expected {kind}, found nothing"),
        [_, { } second, ..] => throw Fault(second.RootNode.Start, "expected one document, found a second one"),
    }, kind);

    private IList<YamlDocument> Documents(string text)
    {
        Mark at = Mark.Empty;
        try
        {
            Parser depth = new(new StringReader(text));
            for (int open = 0; depth.MoveNext();)
            {
                at = depth.Current!.Start;
                if ((open += depth.Current.NestingIncrease) > Deepest)
                    throw Fault(at, $"nested too deeply for {kind}");
                if (depth.Current is AnchorAlias)
                    throw Fault(at, $"{kind} has no aliases");
            }
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            return stream.Documents;
        }
        catch (YamlException e)
        {
            throw Fault(e.Start, OutcomeText.OneLine(e.Message));
        }
        // The parser falls over some texts instead of refusing them, with whatever its internals throw; the last event says how far it came.
        catch (Exception e) when (e is not (UsageException or OutOfMemoryException))
        {
            throw Fault(at, $"this is no YAML from here on: {OutcomeText.OneLine(e.Message)}");
        }
    }

    private protected Dictionary<string, YamlNode> Members(YamlMappingNode map, string what, string[] required, string[] optional)
    {
        Dictionary<string, YamlNode> members = [];
        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            string name = Text(key, $"a member of {what}");
            members[name] = required.Contains(name) || optional.Contains(name) ? value
                : throw Fault(key.Start, $"{what} has no member {Quoted(name)}, only {string.Join(", ", [.. required, .. optional])}");
        }
        return required.FirstOrDefault(name => !members.ContainsKey(name)) is string missing ? throw Fault(map.Start, $"{what} lacks {missing}") : members;
    }

    private protected string Text(YamlNode node, string what) =>
        node is YamlScalarNode { Value: { Length: > 0 } text } scalar && !(scalar.Style == ScalarStyle.Plain && text is "null" or "~") && !text.Any(char.IsControl)
            ? text
            : throw Fault(node.Start, $"{what}: expected a line of text, found {Found(node)}");

    private protected YamlMappingNode Mapping(YamlNode node, string what) =>
        node as YamlMappingNode ?? throw Fault(node.Start, $"{what}: expected members with values, found {Found(node)}");

    private protected YamlSequenceNode Sequence(YamlNode node, string what) =>
        node as YamlSequenceNode ?? throw Fault(node.Start, $"{what}: expected a list, found {Found(node)}");

    private protected UsageException Fault(Mark at, string what) => new($"{file}({at.Line},{at.Column}): {what}");

    private protected static string Found(YamlNode node) => node switch
    {
        YamlMappingNode => "members",
        YamlSequenceNode => "a list",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" } => "nothing",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: string text } => OutcomeText.OneLine(text),
        YamlScalarNode { Value: string text } => Quoted(text),
        _ => "something else",
    };

    private protected static string Quoted(string text) => $"'{OutcomeText.OneLine(text)}'";
}
