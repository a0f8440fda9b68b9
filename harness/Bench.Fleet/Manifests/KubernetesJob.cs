using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Fleet;

/// <summary>A Job of Kubernetes that runs a suite once on each of several nodes.</summary>
/// <param name="Name">Of the Job, and the fleet's id.</param>
/// <param name="Arguments">Of the member's verb: what to measure.</param>
/// <param name="Image">That every node can pull, or has.</param>
public sealed partial record KubernetesJob(string Name, IReadOnlyList<string> Arguments, string Image)
{
    /// <summary>The well-known label of nodes that the clouds' own Kubernetes sets.</summary>
    public const string InstanceTypeKey = "node.kubernetes.io/instance-type";

    /// <summary>Kubernetes allows 10 000 pods at once to a Job that counts failures index by index.</summary>
    public const int MostNodes = 10_000;

    public int Nodes { get; init; } = 1;

    /// <summary>All of them must hold.</summary>
    public IReadOnlyList<NodeCondition> On { get; init; } = [];

    /// <summary>The key by which <see cref="On"/> names the type of the machine.</summary>
    public string VmTypeKey { get; init; } = InstanceTypeKey;

    /// <summary>Whole ones, which a node whose CPU manager is static keeps free of other pods.</summary>
    public int Cpus { get; init; } = 2;

    /// <summary>A quantity such as <c>4Gi</c>.</summary>
    public string Memory { get; init; } = "4Gi";

    /// <summary>Null where the conditions do not fix it.</summary>
    public string? VmType => On.FirstOrDefault(one => one.Equal && one.Key == VmTypeKey)?.Value;

    /// <summary>A name for the Job that measures a suite on machines of a type, as far as the alphabet of names has it.</summary>
    public static string NameOf(string suite, string? vmType)
    {
        string name = string.Concat($"bench-{suite}{(vmType is null ? "" : $"-{vmType}")}".ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return (name.Length <= LongestName ? name : name[..LongestName]).TrimEnd('-');
    }

    /// <exception cref="UsageException">Something that Kubernetes would refuse, or that no node can fulfil: one line.</exception>
    public KubernetesJob Checked()
    {
        if (!JobName().IsMatch(Name))
            throw new UsageException($"--name {Name}: a Job is called by at most {LongestName} small letters, digits and '-', with a letter or a digit at both ends");
        if (Nodes is < 1 or > MostNodes)
            throw new UsageException($"--nodes must be 1 to {MostNodes}");
        if (Cpus < 1)
            throw new UsageException("--cpus must be a whole number from 1 on: a part of a core cannot be kept for one pod");
        if (!Quantity().IsMatch(Memory))
            throw new UsageException($"--memory {Memory}: write it as 4Gi or 512Mi");
        if (Image.Length == 0 || Image.Any(static c => char.IsControl(c) || c == ' '))
            throw new UsageException("--image needs the name of an image that the nodes can pull");
        if (On.Where(static one => one.Equal).GroupBy(static one => one.Key).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new UsageException($"no node has {twice.Key} == {string.Join(" and ", twice.Select(static one => one.Value))} at once: make a Job for each");
        return this;
    }

    // The pods' host names are the Job's name, a dash and the index, and end at 63 characters.
    private const int LongestName = 57;

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,55}[a-z0-9])?\\z")]
    private static partial Regex JobName();

    [GeneratedRegex("^[1-9][0-9]{0,8}(Ki|Mi|Gi|Ti)\\z")]
    private static partial Regex Quantity();
}
