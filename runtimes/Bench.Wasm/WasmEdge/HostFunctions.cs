namespace Bench.Wasm;

/// <summary>All that a guest in WasmEdge can import.</summary>
internal static class HostFunctions
{
    /// <summary>No function has this result: all are 32 bits wide.</summary>
    internal const long Leave = long.MinValue;

    internal static readonly IReadOnlyList<HostFunction> All =
    [
        HostFunction.Of("env", "yomo_observe_datatag", "(i32) -> ()", static (guest, arguments) =>
        {
            guest.ObserveTag(arguments[0]);
            return 0;
        }),
        HostFunction.Of("env", "yomo_context_tag", "() -> (i32)", static (guest, _) => guest.ContextTag()),
        HostFunction.Of("env", "yomo_context_data_size", "() -> (i32)", static (guest, _) => guest.ContextSize()),
        HostFunction.Of("env", "yomo_context_data", "(i32, i32) -> (i32)", static (guest, arguments) => guest.ContextData(arguments[0], arguments[1])),
        HostFunction.Of("env", "yomo_write", "(i32, i32, i32) -> (i32)", static (guest, arguments) => guest.Write(arguments[0], arguments[1], arguments[2])),
        .. WasiFunctions.All,
    ];

    internal static readonly IReadOnlySet<WasmImport> Imports = All.Select(static one => one.Import).ToHashSet();
}
