using System.Reflection;
using Bench.Core;

namespace Bench.Fuzz;

internal static class FuzzTargets
{
    internal static IReadOnlyList<IFuzzTarget> All { get; } =
        [.. Implementations.Of<IFuzzTarget>(Assembly.GetExecutingAssembly()).OrderBy(static target => target.Name, StringComparer.Ordinal)];

    /// <returns>Makes one for each thread.</returns>
    /// <exception cref="UsageException">There is none of this name.</exception>
    internal static Func<IFuzzTarget> Find(string name)
    {
        IFuzzTarget known = All.FirstOrDefault(target => target.Name == name)
            ?? throw new UsageException($"unknown target '{name}'; there are {string.Join(", ", All.Select(static target => target.Name))}");
        return () => (IFuzzTarget)Activator.CreateInstance(known.GetType())!;
    }
}
