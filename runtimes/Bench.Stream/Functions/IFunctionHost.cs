namespace Bench.Streaming;

/// <summary>
/// Where a function runs: in this process, in a sandbox, in a process or a container of its own. One call at a time; whoever
/// wants more at once makes more hosts. After a <see cref="FunctionFaultException"/> it is disposed of and another one made.
/// </summary>
public interface IFunctionHost : IAsyncDisposable
{
    /// <summary>Tags that the function itself declared; empty when it has no way to.</summary>
    IReadOnlyList<byte> ObservedTags { get; }

    /// <summary>Makes everything ready for the first call.</summary>
    /// <exception cref="FunctionFaultException">The function refuses, or lacks what the host needs: says what.</exception>
    ValueTask StartAsync(CancellationToken ct);

    /// <summary>Hands over one message and collects the replies in the call. Hosts that can, do this without leaving the thread.</summary>
    /// <exception cref="FunctionFaultException">This message is lost.</exception>
    ValueTask InvokeAsync(FunctionCall message, CancellationToken ct);
}
