using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Bench.Streaming;

/// <summary>Reads workflow.yaml strictly: what is misspelt is an error with its line, not silently without effect.</summary>
internal sealed class WorkflowReader(string file, Func<string, string?>? hostFault)
{
    private const int LargestFile = 1 << 20, Deepest = 16, MostInstances = 1000;
    private static readonly string[] s_root = ["name", "host", "port", "credential", "functions", "downstream"];
    private static readonly string[] s_function = ["name", "host", "function", "observe", "instances", "queue", "when-full"];
    private static readonly string[] s_downstream = ["name", "host", "port", "credential", "pin"];

    internal Workflow Read(string text)
    {
        YamlMappingNode root = Mapping(Load(text), "a workflow", s_root);
        WorkflowFunction[] functions = [.. Items(root, "functions").Select(Function)];
        if (functions.Length == 0)
            throw Wrong(root, "there are no functions; list at least one name under 'functions'");
        foreach (IGrouping<string, WorkflowFunction> twice in functions.GroupBy(static one => one.Name).Where(static group => group.Count() > 1))
            throw Wrong(Find(root, "functions")!, $"the function '{twice.Key}' is listed twice; use 'instances' for several of one");
        return new Workflow
        {
            Name = Text(root, "name"),
            Host = Text(root, "host"),
            Port = Number(root, "port", 0, 65535),
            Credential = CredentialOf(root),
            Functions = functions,
            Downstream = [.. Items(root, "downstream").Select(Downstream)],
        };
    }

    private WorkflowFunction Function(YamlNode node)
    {
        YamlMappingNode mapping = Mapping(node, "a function", s_function);
        string? kind = TextOrNull(mapping, "host"), what = TextOrNull(mapping, "function");
        if (kind is null != what is null)
            throw Wrong(mapping, "'host' and 'function' belong together: where to run, and what");
        if (kind is not null && hostFault?.Invoke(kind) is string fault)
            throw Wrong(Find(mapping, "host")!, fault);
        return new WorkflowFunction(Text(mapping, "name"), kind, what)
        {
            Observe = Find(mapping, "observe") is YamlNode tags ? Tags(tags) : null,
            Instances = Find(mapping, "instances") is null ? 1 : Number(mapping, "instances", 1, MostInstances),
            QueueBytes = Find(mapping, "queue") is null ? null : Number(mapping, "queue", 1024, 1 << 30),
            WhenFull = TextOrNull(mapping, "when-full") switch
            {
                null or "wait" => WhenFull.Wait,
                "drop" => WhenFull.Drop,
                string other => throw Wrong(Find(mapping, "when-full")!, $"'when-full' is 'wait' or 'drop', not '{other}'"),
            },
        };
    }

    private Downstream Downstream(YamlNode node)
    {
        YamlMappingNode mapping = Mapping(node, "a downstream zipper", s_downstream);
        return new Downstream(Text(mapping, "name"), new ZipperAddress(Text(mapping, "host"), Number(mapping, "port", 1, 65535)), CredentialOf(mapping), TextOrNull(mapping, "pin"));
    }

    private byte[] Tags(YamlNode node)
    {
        IEnumerable<YamlNode> all = node is YamlSequenceNode list ? list.Children : [node];
        return [.. all.Select(one => DataTag.TryParse(Scalar(one, "a tag"), out byte tag) ? tag : throw Wrong(one, DataTag.Wrong(Scalar(one, "a tag"))))];
    }

    private Credential CredentialOf(YamlMappingNode mapping)
    {
        if (TextOrNull(mapping, "credential") is not string text)
            return Credential.None;
        try
        {
            return Credential.Parse(text);
        }
        catch (FormatException e)
        {
            throw Wrong(Find(mapping, "credential")!, e.Message);
        }
    }

    private YamlNode Load(string text)
    {
        if (text.Length > LargestFile)
            throw new WorkflowException($"{file}: no workflow has {text.Length} characters");
        try
        {
            RefuseDepth(text);
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 ? stream.Documents[0].RootNode : throw new WorkflowException($"{file}: a workflow is one YAML document, this has {stream.Documents.Count}");
        }
        catch (YamlException e)
        {
            throw new WorkflowException($"{file}:{e.Start.Line}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (InvalidOperationException e)
        {
            // The parser's answer to a text that ends within a list.
            throw new WorkflowException($"{file}: it is no YAML; a bracket or a quotation mark is not closed", e);
        }
    }

    // The loader recurses; a hostile file would end the process.
    private void RefuseDepth(string text)
    {
        Parser parser = new(new StringReader(text));
        int depth = 0;
        while (parser.MoveNext())
        {
            if (parser.Current is AnchorAlias)
                throw new WorkflowException($"{file}:{parser.Current.Start.Line}: aliases have no place in a workflow");
            if ((depth += parser.Current!.NestingIncrease) > Deepest)
                throw new WorkflowException($"{file}:{parser.Current.Start.Line}: nested too deeply");
        }
    }

    private YamlMappingNode Mapping(YamlNode node, string what, string[] known)
    {
        if (node is not YamlMappingNode mapping)
            throw Wrong(node, $"{what} is a mapping of {string.Join(", ", known)}");
        foreach (YamlNode key in mapping.Children.Keys)
        {
            if (!known.Contains(Scalar(key, "a key")))
                throw Wrong(key, $"{what} has no '{Scalar(key, "a key")}'; it has {string.Join(", ", known)}");
        }
        return mapping;
    }

    private IEnumerable<YamlNode> Items(YamlMappingNode mapping, string key) => Find(mapping, key) switch
    {
        null => [],
        YamlSequenceNode list => list.Children,
        YamlNode other => throw Wrong(other, $"'{key}' is a list"),
    };

    private string Text(YamlMappingNode mapping, string key) => TextOrNull(mapping, key) ?? throw Wrong(mapping, $"'{key}' is missing");

    private string? TextOrNull(YamlMappingNode mapping, string key)
    {
        if (Find(mapping, key) is not YamlNode node)
            return null;
        string text = Scalar(node, $"'{key}'");
        return text.Length > 0 ? text : throw Wrong(node, $"'{key}' is empty");
    }

    private int Number(YamlMappingNode mapping, string key, int least, int most)
    {
        string text = Text(mapping, key);
        return int.TryParse(text, NumberStyles.None, null, out int number) && number >= least && number <= most
            ? number
            : throw Wrong(Find(mapping, key)!, $"'{key}' is a number from {least} to {most}, not '{text}'");
    }

    private string Scalar(YamlNode node, string what) => node is YamlScalarNode { Value: string text } ? text : throw Wrong(node, $"{what} is a single value");

    private static YamlNode? Find(YamlMappingNode mapping, string key) => mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? found) ? found : null;

    private WorkflowException Wrong(YamlNode node, string why) => new($"{file}:{node.Start.Line}: {why}");
}
