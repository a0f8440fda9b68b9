using Bench.Inference;

namespace Bench.Wasm;

/// <summary>What calls functions of this process from inside of WasmEdge.</summary>
internal interface IWasmEdgeGuest : IGuestMemory
{
    /// <summary>Null for one that does not import <c>wasi_ephemeral_nn</c>.</summary>
    WasiNn? Networks { get; }

    /// <summary>Keeps what a function threw until the guest's call is over: it must not pass through the engine's frames.</summary>
    void Keep(Exception thrown);
}
