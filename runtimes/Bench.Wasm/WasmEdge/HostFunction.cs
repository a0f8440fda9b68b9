namespace Bench.Wasm;

/// <summary>A function that modules import from this process.</summary>
/// <param name="Import">Signature: i32 and i64 only, at most one result, which is an i32.</param>
internal abstract record HostFunction(WasmImport Import)
{
    /// <summary>No function has this result: all are 32 bits wide.</summary>
    internal const long Leave = long.MinValue;

    internal string Parameters { get; } = Import.Signature[1..Import.Signature.IndexOf(')')];

    internal bool HasResult { get; } = !Import.Signature.EndsWith("()", StringComparison.Ordinal);

    internal static HostFunction Of<TGuest>(string module, string name, string signature, HostCall<TGuest> call)
        where TGuest : class, IWasmEdgeGuest => new HostFunction<TGuest>(new WasmImport(module, name, WasmKind.Function, signature), call);

    /// <returns>The result, or <see cref="Leave"/> to end the guest's call.</returns>
    internal abstract long Call(IWasmEdgeGuest guest, HostArguments arguments);
}

/// <param name="Body">What it does, for guests of one kind.</param>
internal sealed record HostFunction<TGuest>(WasmImport Import, HostCall<TGuest> Body) : HostFunction(Import)
    where TGuest : class, IWasmEdgeGuest
{
    internal override long Call(IWasmEdgeGuest guest, HostArguments arguments) => Body((TGuest)guest, arguments);
}

/// <inheritdoc cref="HostFunction.Call"/>
internal delegate long HostCall<TGuest>(TGuest guest, HostArguments arguments);

/// <summary>Arguments of a call from a guest.</summary>
internal readonly unsafe ref struct HostArguments(WasmEdgeNative.Value* first)
{
    internal uint this[int index] => (uint)first[index].I32;

    internal ulong Long(int index) => (ulong)first[index].I64;
}
