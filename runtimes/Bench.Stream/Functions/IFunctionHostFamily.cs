namespace Bench.Streaming;

/// <summary>Hosts of one family, each chosen by one word: found by its type, so that a new host is one new class.</summary>
public interface IFunctionHostFamily
{
    /// <summary>The words, such as <c>wasmedge-interpreter</c>.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Makes ready what calls share (compiles, builds an image); done once, however many hosts are made.</summary>
    /// <returns>Makes one host that has not been started.</returns>
    /// <exception cref="FunctionFaultException"><see cref="FunctionFault.Refused"/>: the file or the machine lacks something; says what and what to do.</exception>
    ValueTask<Func<IFunctionHost>> PrepareAsync(string kind, FunctionSpec spec, CancellationToken ct);
}

/// <summary>A function and the bounds it runs in.</summary>
public sealed record FunctionSpec
{
    /// <summary>A wasm module, a program, or the id of one of the project's own functions, such as <c>triple</c>.</summary>
    public required string Function { get; init; }

    /// <summary>A message that takes longer is lost, and the function restarted.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan StartDeadline { get; init; } = TimeSpan.FromSeconds(30);

    public int MemoryBytes { get; init; } = 64 << 20;

    /// <summary>Instructions a message may cost where the host counts them (at about 10 ns each, half a second).</summary>
    public ulong CostLimit { get; init; } = 50_000_000;

    /// <summary>Bytes of all replies to one message.</summary>
    public int ReplyBytes { get; init; } = 4 << 20;
}
