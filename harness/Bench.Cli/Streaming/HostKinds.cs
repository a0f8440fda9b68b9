using Bench.Core;
using Bench.Hosts;

namespace Bench.Cli;

/// <summary>Words for where a function runs.</summary>
internal static class HostKinds
{
    /// <summary>A function that this program has built in, as the lower bound of what a host costs.</summary>
    internal const string Delegate = "delegate";

    private static readonly Lazy<IReadOnlyList<string>> s_all = new(static () => Of(FunctionHosts.OfThisMachine()));

    internal static IReadOnlyList<string> All => s_all.Value;

    /// <returns>Null for a word that there is, otherwise what is wrong in one line.</returns>
    internal static string? Fault(string kind) => Unknown(kind, All)?.Message;

    /// <summary>For whoever has the hosts already: finding them takes a while.</summary>
    /// <exception cref="UsageException">There is no such kind.</exception>
    internal static void Require(string kind, FunctionHosts hosts)
    {
        if (Unknown(kind, Of(hosts)) is UsageException unknown)
            throw unknown;
    }

    private static IReadOnlyList<string> Of(FunctionHosts hosts) => [Delegate, .. hosts.Kinds];

    private static UsageException? Unknown(string kind, IReadOnlyList<string> all) => all.Contains(kind) ? null : Names.Unknown("function host", kind, all);
}
