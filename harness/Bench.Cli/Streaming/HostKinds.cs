using Bench.Core;
using Bench.Hosts;

namespace Bench.Cli;

/// <summary>Words for where a function runs.</summary>
internal static class HostKinds
{
    /// <summary>A function that this program has built in, as the lower bound of what a host costs.</summary>
    internal const string Delegate = "delegate";

    private static readonly Lazy<IReadOnlyList<string>> s_all = new(static () => [Delegate, .. FunctionHosts.OfThisMachine().Kinds]);

    internal static IReadOnlyList<string> All => s_all.Value;

    /// <returns>Null for a word that there is, otherwise what is wrong in one line.</returns>
    internal static string? Fault(string kind) => All.Contains(kind) ? null : Names.Unknown("function host", kind, All).Message;
}
