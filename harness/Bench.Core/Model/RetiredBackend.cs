namespace Bench.Core;

/// <summary>An engine of a published table that cannot be had any more: it keeps its row, and says what took its place.</summary>
public sealed class RetiredBackend(string successor) : Backend
{
    public override Task<Availability> ProbeAsync(Toolbox tools, CancellationToken ct) =>
        Task.FromResult<Availability>(new Availability.Retired(successor));

    public override BuildStep Build(Workload workload, Toolbox tools) => throw new InvalidOperationException($"{Id} is retired");

    public override Task<Execution> ExecuteAsync(ExecutionRequest request, Toolbox tools, CancellationToken ct) =>
        throw new InvalidOperationException($"{Id} is retired");
}
