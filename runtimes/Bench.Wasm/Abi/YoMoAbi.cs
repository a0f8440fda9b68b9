namespace Bench.Wasm;

/// <summary>Guest ABI 2 of YoMo: what a module must export and may import to be a stream function.</summary>
/// <remarks>Source: YoMo 1.17, cli/serverless/wasm. Described in workloads/functions/README.md.</remarks>
public static class YoMoAbi
{
    public const string Memory = "memory";
    public const string Observe = "yomo_observe_datatags";
    public const string Handler = "yomo_handler";

    /// <summary>Optional: refuses by any result but 0.</summary>
    public const string Init = "yomo_init";

    /// <summary>Optional: what modules without a main run first.</summary>
    public const string Initialize = "_initialize";

    /// <summary>YoMo's tags; a reply with another one is refused.</summary>
    public const uint HighestTag = 0x3F;

    private const string Nothing = "() -> ()";

    /// <param name="provided">Functions of the host: module, name and signature.</param>
    /// <returns>Null when the module is such a guest, otherwise what it lacks, or asks for that is not there, in one line.</returns>
    public static string? Fault(string name, WasmInterface module, IReadOnlyCollection<WasmImport> provided)
    {
        string[] missing = [.. new[] { Memory, Observe, Handler }.Where(export => !module.Has(export))];
        if (missing.Length > 0)
        {
            string hint = module.Has("_start") && missing.Length > 1 ? "; it is a program: a worker can run it if it speaks the worker protocol" : "";
            return $"{name} is no stream function: it lacks the export{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)}{hint}";
        }
        foreach (WasmExport export in module.Exports)
            if (WantedOf(export.Name) is string wanted && wanted != export.Signature)
                return $"{name} exports {export.Name} as {Shown(export)}, expected {wanted}";
        foreach (WasmImport import in module.Imports)
            if (!provided.Contains(import))
                return provided.FirstOrDefault(one => (one.Module, one.Name) == (import.Module, import.Name)) is WasmImport near
                    ? $"{name} imports {import.Module}.{import.Name} as {import.Signature}, but it is {near.Signature}"
                    : $"{name} imports {import.Module}.{import.Name}, which this host does not have";
        return null;
    }

    private static string? WantedOf(string export) => export switch
    {
        Memory => "",
        Observe or Handler or Initialize => Nothing,
        Init => "() -> (i32)",
        _ => null,
    };

    private static string Shown(WasmExport export) => export.Signature.Length > 0 ? export.Signature : $"a {export.Kind.ToString().ToLowerInvariant()}";
}
