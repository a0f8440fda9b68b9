using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Fleet;

/// <summary>What the label of a node must be, or must not be.</summary>
/// <param name="Key">As the cluster spells it.</param>
public sealed partial record NodeCondition(string Key, bool Equal, string Value)
{
    /// <summary>The type of a machine, whatever the cluster's key for it is.</summary>
    public const string VmType = "vm.type";

    /// <summary>Reads <c>vm.type==a.small</c> or <c>zone!=b</c>.</summary>
    /// <param name="vmTypeKey">What the cluster calls <see cref="VmType"/>.</param>
    /// <exception cref="UsageException">It is none, or no cluster could have such a label.</exception>
    public static NodeCondition Parse(string text, string vmTypeKey)
    {
        Match match = Condition().Match(text);
        if (!match.Success)
            throw new UsageException($"'{text}' is no condition on a node: write --on {VmType}==a.small, or with != for all others");
        string key = match.Groups["key"].Value, value = match.Groups["value"].Value;
        if (!LabelValue().IsMatch(value))
            throw new UsageException($"'{value}' is no value of a label: at most 63 letters, digits, '-', '_' and '.', with a letter or a digit at both ends");
        return new NodeCondition(CheckedKey(key == VmType ? vmTypeKey : key), match.Groups["operator"].Value == "==", value);
    }

    /// <exception cref="UsageException">No label can have that key.</exception>
    public static string CheckedKey(string key) => LabelKey().IsMatch(key)
        ? key
        : throw new UsageException($"'{key}' is no key of a label: at most 63 letters, digits, '-', '_' and '.', behind a domain and a slash if need be");

    [GeneratedRegex("^ *(?<key>[^=! ]+) *(?<operator>==|!=) *(?<value>[^=! ]+) *\\z")]
    private static partial Regex Condition();

    // Syntax and character set of labels, kubernetes.io/docs/concepts/overview/working-with-objects/labels.
    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex LabelValue();

    [GeneratedRegex(@"^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex LabelKey();
}
