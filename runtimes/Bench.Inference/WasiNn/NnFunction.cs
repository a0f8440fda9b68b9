namespace Bench.Inference;

/// <summary>A function of <c>wasi_ephemeral_nn</c>: all arguments are i32, and so is the result, an <see cref="NnError"/>.</summary>
/// <param name="Parameters">How many.</param>
public sealed record NnFunction(string Name, int Parameters, NnCall Call)
{
    public const string Module = "wasi_ephemeral_nn";

    /// <summary>In the order of runtimes/wasm2c/nn.c, which names them by their index.</summary>
    /// <remarks>Source: wasi_ephemeral_nn.witx; <c>unload</c> is WasmEdge's addition.</remarks>
    public static readonly IReadOnlyList<NnFunction> All =
    [
        new("load", 5, static (nn, memory, a) => nn.Load(memory, a[0], a[1], a[2], a[3], a[4])),
        new("load_by_name", 3, static (nn, memory, a) => nn.LoadByName(memory, a[0], a[1], a[2])),
        new("init_execution_context", 2, static (nn, memory, a) => nn.InitExecutionContext(memory, a[0], a[1])),
        new("set_input", 3, static (nn, memory, a) => nn.SetInput(memory, a[0], a[1], a[2])),
        new("compute", 1, static (nn, _, a) => nn.Compute(a[0])),
        new("get_output", 5, static (nn, memory, a) => nn.GetOutput(memory, a[0], a[1], a[2], a[3], a[4])),
        new("unload", 1, static (nn, _, a) => nn.Unload(a[0])),
    ];

    /// <summary>As engines write it, such as <c>(i32, i32) -> (i32)</c>.</summary>
    public string Signature { get; } = $"({string.Join(", ", Enumerable.Repeat("i32", Parameters))}) -> (i32)";
}

/// <param name="arguments">As many as the function has parameters.</param>
public delegate NnError NnCall(WasiNn networks, IGuestMemory memory, ReadOnlySpan<uint> arguments);
