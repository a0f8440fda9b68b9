using System.Reflection;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Hosts;

/// <summary>All kinds of hosts, found by the families in this assembly: a new family needs no entry anywhere.</summary>
public sealed class FunctionHosts : IAsyncDisposable
{
    private readonly HostMachine _machine;
    private readonly IReadOnlyList<IFunctionHostFamily> _families;

    /// <param name="machine">Disposed of with the hosts.</param>
    public FunctionHosts(HostMachine machine)
    {
        _machine = machine;
        _families = [.. Assembly.GetExecutingAssembly().GetTypes()
            .Where(static type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFunctionHostFamily)))
            .OrderBy(static type => type.Name, StringComparer.Ordinal)
            .Select(type => (IFunctionHostFamily)Activator.CreateInstance(type, machine)!)];
        Kinds = [.. _families.SelectMany(static family => family.Kinds)];
    }

    /// <summary>The words, such as <c>wasmedge-interpreter</c> or <c>worker:node</c>, whether this machine has what they need or not.</summary>
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>Hosts of the checkout that this program was built from.</summary>
    public static FunctionHosts OfThisMachine() => new(HostMachine.In(RepoLayout.Find(AppContext.BaseDirectory)));

    /// <exception cref="UsageException">There is no such kind; offers near ones.</exception>
    public IFunctionHostFamily Find(string kind) => _families.FirstOrDefault(family => family.Kinds.Contains(kind)) ?? throw Names.Unknown("function host", kind, Kinds);

    /// <summary>Finds the kind's family and makes ready what its hosts share.</summary>
    /// <exception cref="UsageException">There is no such kind; offers near ones.</exception>
    /// <exception cref="FunctionFaultException"><see cref="FunctionFault.Refused"/>: the file or the machine lacks something; says what and what to do.</exception>
    public ValueTask<Func<IFunctionHost>> PrepareAsync(string kind, FunctionSpec spec, CancellationToken ct) => Find(kind).PrepareAsync(kind, spec, ct);

    public ValueTask DisposeAsync() => _machine.DisposeAsync();
}
