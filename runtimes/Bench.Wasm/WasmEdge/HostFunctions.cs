namespace Bench.Wasm;

/// <summary>All that a stream function in WasmEdge can import.</summary>
internal static class HostFunctions
{
    internal static readonly IReadOnlyList<HostFunction> All =
    [
        HostFunction.Of<WasmEdgeGuest>("env", "yomo_observe_datatag", "(i32) -> ()", static (guest, arguments) =>
        {
            guest.ObserveTag(arguments[0]);
            return 0;
        }),
        HostFunction.Of<WasmEdgeGuest>("env", "yomo_context_tag", "() -> (i32)", static (guest, _) => guest.ContextTag()),
        HostFunction.Of<WasmEdgeGuest>("env", "yomo_context_data_size", "() -> (i32)", static (guest, _) => guest.ContextSize()),
        HostFunction.Of<WasmEdgeGuest>("env", "yomo_context_data", "(i32, i32) -> (i32)", static (guest, arguments) => guest.ContextData(arguments[0], arguments[1])),
        HostFunction.Of<WasmEdgeGuest>("env", "yomo_write", "(i32, i32, i32) -> (i32)", static (guest, arguments) => guest.Write(arguments[0], arguments[1], arguments[2])),
        .. WasiFunctions.All,
        .. NnFunctions.All,
    ];

    internal static readonly IReadOnlySet<WasmImport> Imports = All.Select(static one => one.Import).ToHashSet();
}
