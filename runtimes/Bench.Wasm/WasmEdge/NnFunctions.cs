using Bench.Inference;

namespace Bench.Wasm;

/// <summary><c>wasi_ephemeral_nn</c> for guests in WasmEdge, in the place of the library's own, which is a stub without a plugin.</summary>
internal static class NnFunctions
{
    internal static readonly IReadOnlyList<HostFunction> All = [.. NnFunction.All.Select(static one =>
        HostFunction.Of<IWasmEdgeGuest>(NnFunction.Module, one.Name, one.Signature, (guest, arguments) => Call(one, guest, arguments)))];

    private static long Call(NnFunction function, IWasmEdgeGuest guest, HostArguments arguments)
    {
        Span<uint> words = stackalloc uint[function.Parameters];
        for (int i = 0; i < words.Length; i++)
            words[i] = arguments[i];
        return (long)guest.Networks!.Call(function, guest, words);
    }
}
