using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Backends;

/// <summary>The engines of browsers, with their tiers one by one: V8 in Node and Deno, JavaScriptCore in Bun. All run runtimes/js/wasi.cjs.</summary>
public sealed partial class JavaScriptFamily : IBackendFamily
{
    private const string Host = "runtimes/js/wasi.cjs";

    /// <summary>
    /// V8 of Node 20 throws away the bytecode of JavaScript that has not run for some collections, and then now and then calls what is gone:
    /// of programs that collect for seconds, 12 of 27 died on the way back from the guest, with --no-flush-bytecode 0 of 13. The guest's own code is not touched by it.
    /// </summary>
    internal static readonly IReadOnlyList<string> NodeOptions = ["--no-warnings", "--no-flush-bytecode"];

    public IEnumerable<Backend> Backends =>
    [
        // V8 replaces no function while it runs: a kernel that is one long loop stays in Liftoff under the default tiers.
        Node("node", "V8 (Node), default tiers", BackendClass.OptimisingJit),
        Node("node-turbofan", "V8 (Node), TurboFan only", BackendClass.OptimisingJit, "--no-liftoff"),
        Node("node-liftoff", "V8 (Node), Liftoff only", BackendClass.BaselineJit, "--liftoff-only"),
        Deno("deno", "V8 (Deno), default tiers", BackendClass.OptimisingJit),
        Deno("deno-turbofan", "V8 (Deno), TurboFan only", BackendClass.OptimisingJit, "--v8-flags=--no-liftoff"),
        Deno("deno-liftoff", "V8 (Deno), Liftoff only", BackendClass.BaselineJit, "--v8-flags=--liftoff-only"),
        Bun("bun-omg", "JavaScriptCore (Bun), up to OMG", BackendClass.OptimisingJit),
        Bun("bun-bbq", "JavaScriptCore (Bun), up to BBQ", BackendClass.BaselineJit, "BUN_JSC_useOMGJIT"),
        Bun("bun-ipint", "JavaScriptCore (Bun), IPInt only", BackendClass.Interpreter, "BUN_JSC_useBBQJIT"),
    ];

    private static WasmBackend Node(string id, string title, BackendClass backendClass, params string[] options) =>
        JavaScript(id, title, backendClass, "node", tools => Command.Of(tools["node"], [.. NodeOptions, .. options, HostFile(tools)]));

    private static WasmBackend Deno(string id, string title, BackendClass backendClass, params string[] options) =>
        JavaScript(id, title, backendClass, "deno", tools => Command.Of(tools["deno"], ["run", "-A", .. options, HostFile(tools)]));

    /// <param name="disabled">The tier's switch; without BBQ there is no OMG either.</param>
    private static WasmBackend Bun(string id, string title, BackendClass backendClass, string? disabled = null) =>
        JavaScript(id, title, backendClass, "bun", tools =>
        {
            Command command = Command.Of(tools["bun"], HostFile(tools));
            return disabled is null ? command : command.WithEnvironment(disabled, "0");
        });

    private static WasmBackend JavaScript(string id, string title, BackendClass backendClass, string engine, Func<Toolbox, Command> host) => new()
    {
        Id = id,
        Title = title,
        Class = backendClass,
        Engine = engine,
        HasSimd128 = true,
        Run = (tools, module) => host(tools).With(module),
        TrapExitCodes = [134],
        TrapPattern = Trap(),
    };

    internal static string HostFile(Toolbox tools) => Path.Combine(tools.Layout.Root, Host);

    [GeneratedRegex("^trap: ")]
    internal static partial Regex Trap();
}
