namespace Bench.Fleet;

/// <summary>Why a node did not get its image: the swarm only says that there is none, and throws away what the registry said.</summary>
internal static class ImageTrouble
{
    private const string NoImage = "No such image";
    private const int LongestReason = 200;

    internal static bool IsOf(SwarmTask task) => task.State == "rejected" && task.Error?.Contains(NoImage, StringComparison.Ordinal) == true;

    /// <summary>What to do, by what the manager's engine gets to hear from the same registry now.</summary>
    internal static async Task<string> AdviceAsync(SwarmManager swarm, string image, CancellationToken ct) =>
        Advice(image, RegistryOf(image) is null ? null : await swarm.AskRegistryAsync(image, ct));

    /// <param name="refusal">What the manager's engine said; null where the registry would give it the image.</param>
    internal static string Advice(string image, string? refusal)
    {
        if (RegistryOf(image) is not string registry)
            return "bring it there with docker load, or let the nodes pull it from ./bench image serve";
        bool Says(string part) => refusal?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
        return refusal switch
        {
            null => $"the manager's engine gets it from {registry}; docker pull on that node says what is in its way, and without TLS its daemon.json needs \"insecure-registries\": [\"{registry}\"]",
            _ when Says("server gave HTTP response to HTTPS client") => $"{registry} has no TLS: put \"insecure-registries\": [\"{registry}\"] into /etc/docker/daemon.json of every node and restart the engines",
            _ when Says("manifest unknown") || Says("name unknown") => $"{registry} has no such image; ./bench image serve shows the name of the one that it has",
            _ when Says("connection refused") || Says("no route to host") || Says("timeout") || Says("no such host") => $"{registry} does not answer ({ReasonIn(refusal)}); ./bench image serve has to run until every node has pulled",
            _ => $"the manager's engine gets from {registry}: {ReasonIn(refusal)}",
        };
    }

    /// <returns>HOST[:PORT] of a name that an engine can pull by; null for one that only stands for what the engine has.</returns>
    private static string? RegistryOf(string image)
    {
        string first = image.IndexOf('/') is > 0 and int end ? image[..end] : "";
        return first.AsSpan().IndexOfAny('.', ':') >= 0 ? first : null;
    }

    /// <summary>The end of a chain of causes.</summary>
    private static string ReasonIn(string refusal)
    {
        string last = refusal[(refusal.LastIndexOf(": ", StringComparison.Ordinal) is >= 0 and int colon ? colon + 2 : 0)..];
        return last.Length <= LongestReason ? last : last[..LongestReason];
    }
}
