using Bench.Inference;

namespace Bench.Wasm;

/// <summary>Whether a module leaves networks to the host, and what it then gets.</summary>
public static class NnImports
{
    /// <returns>Null when the module needs no networks, or can have them; otherwise why not, in one line.</returns>
    public static string? Fault(string name, WasmInterface module, NnModels? models) =>
        !Needs(module) ? null
        : models is null ? $"{name} imports {NnFunction.Module}, and this host was given no models"
        : OnnxRuntime.Missing is string missing ? $"{name} imports {NnFunction.Module}: {missing}"
        : null;

    /// <returns>Null for a module that imports none of it.</returns>
    internal static WasiNn? For(WasmInterface module, NnModels? models) =>
        Needs(module) && models is not null ? new WasiNn(models, NnLimits.NamedModels) : null;

    internal static bool Needs(WasmInterface module) => module.Imports.Any(static one => one.Module == NnFunction.Module);
}
