namespace Bench.Wasm;

/// <summary>A function that modules import from this process.</summary>
/// <param name="Import">Signature: i32 and i64 only, at most one result, which is an i32.</param>
internal sealed record HostFunction(WasmImport Import, HostCall Call)
{
    internal static HostFunction Of(string module, string name, string signature, HostCall call) =>
        new(new WasmImport(module, name, WasmKind.Function, signature), call);

    internal string Parameters { get; } = Import.Signature[1..Import.Signature.IndexOf(')')];

    internal bool HasResult { get; } = !Import.Signature.EndsWith("()", StringComparison.Ordinal);
}

/// <returns>The result, or <see cref="HostFunctions.Leave"/> to end the guest's call.</returns>
internal delegate long HostCall(WasmEdgeGuest guest, HostArguments arguments);

/// <summary>Arguments of a call from a guest.</summary>
internal readonly unsafe ref struct HostArguments(WasmEdgeNative.Value* first)
{
    internal uint this[int index] => (uint)first[index].I32;

    internal ulong Long(int index) => (ulong)first[index].I64;
}
