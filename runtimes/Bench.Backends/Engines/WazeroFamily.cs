using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Backends;

/// <summary>wazero, where it is on PATH: its compiler compiles the whole module at the start, its interpreter nothing.</summary>
public sealed partial class WazeroFamily : IBackendFamily
{
    private const string Engine = "wazero";

    public IEnumerable<Backend> Backends =>
    [
        Mode("wazero-compiler", "wazero compiler", BackendClass.OptimisingJit),
        Mode("wazero-interpreter", "wazero interpreter", BackendClass.Interpreter, "-interpreter"),
    ];

    private static WasmBackend Mode(string id, string title, BackendClass backendClass, params string[] options) => new()
    {
        Id = id,
        Title = title,
        Class = backendClass,
        Engine = Engine,
        HasSimd128 = true,
        Run = (tools, module) => Command.Of(tools[Engine], ["run", .. options, module]),
        TrapPattern = Trap(),
    };

    [GeneratedRegex("wasm error: ")]
    private static partial Regex Trap();
}
