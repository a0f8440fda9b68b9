using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Bench.Tests;

/// <summary>YAML as a JSON schema sees it: what is not quoted and looks like a number, or like a truth, is one.</summary>
internal static class YamlAsJson
{
    internal static string Of(string yaml)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(yaml));
        return Of(stream.Documents[0].RootNode);
    }

    private static string Of(YamlNode node) => node switch
    {
        YamlMappingNode map => $"{{{string.Join(',', map.Children.Select(static pair => $"{Of(pair.Key)}:{Of(pair.Value)}"))}}}",
        YamlSequenceNode list => $"[{string.Join(',', list.Children.Select(Of))}]",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: string text } when decimal.TryParse(text, out decimal number) => number.ToString(),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } truth => truth.Value!,
        YamlScalarNode { Value: string text } => JsonSerializer.Serialize(text),
        _ => throw new NotSupportedException(),
    };
}
