using System.Reflection;
using Bench.Core;

namespace Bench.Backends;

/// <summary>All backends, found by the families in this assembly: a new family needs no entry anywhere.</summary>
public sealed class BackendCatalog : IAsyncDisposable
{
    private readonly IReadOnlyList<IBackendFamily> _families;

    private BackendCatalog(IReadOnlyList<IBackendFamily> families)
    {
        _families = families;
        All = [.. families.SelectMany(static family => family.Backends).SelectMany(static backend => backend.Variants.Prepend(backend))
            .OrderBy(static backend => backend is RetiredBackend)
            .ThenBy(static backend => Rank(backend.Class))
            .ThenBy(static backend => backend.Id, StringComparer.Ordinal)];
    }

    /// <summary>Fastest classes first; the order of every table.</summary>
    public IReadOnlyList<Backend> All { get; }

    public static BackendCatalog Of(params IReadOnlyList<IBackendFamily> families) => new(families);

    public static BackendCatalog Discover() => new([.. Implementations.Of<IBackendFamily>(Assembly.GetExecutingAssembly())]);

    /// <summary>Removes what harnesses that were killed left on the machine.</summary>
    public async Task RemoveLeftoversAsync(RepoLayout layout, CancellationToken ct)
    {
        foreach (ILeavesBehind family in _families.OfType<ILeavesBehind>())
            await family.RemoveLeftoversAsync(layout, ct);
    }

    /// <summary>Ends what families started for the run, such as a container engine.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable family in _families.OfType<IAsyncDisposable>())
            await family.DisposeAsync();
    }

    private static int Rank(BackendClass backendClass) => backendClass switch
    {
        BackendClass.Native => 0,
        BackendClass.Aot => 1,
        BackendClass.OptimisingJit => 2,
        BackendClass.BaselineJit => 3,
        BackendClass.Interpreter => 4,
        BackendClass.Container => 5,
        BackendClass.Library => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(backendClass)),
    };
}
