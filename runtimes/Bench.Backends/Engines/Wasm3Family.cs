using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Backends;

/// <summary>wasm3, where it is on PATH.</summary>
public sealed partial class Wasm3Family : IBackendFamily
{
    private const string Engine = "wasm3";

    public IEnumerable<Backend> Backends =>
    [
        new WasmBackend
        {
            Id = "wasm3",
            Title = "wasm3",
            Class = BackendClass.Interpreter,
            Engine = Engine,
            Run = static (tools, module) => Command.Of(tools[Engine], module),
            TrapPattern = Trap(),
        },
    ];

    [GeneratedRegex(@"^Error: \[trap\]")]
    private static partial Regex Trap();
}
