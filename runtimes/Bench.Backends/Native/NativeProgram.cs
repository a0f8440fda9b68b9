using Bench.Core;

namespace Bench.Backends;

/// <summary>A workload's C source as a native program, with the flags that the WebAssembly modules get too.</summary>
internal static class NativeProgram
{
    /// <summary>WebAssembly has no fused multiply-add, so native code gets none either: one source, one answer.</summary>
    internal static readonly IReadOnlyList<string> Flags = ["-O3", "-ffp-contract=off"];

    internal static BuildStep Step(Workload workload, Toolbox tools, string compiler, params IReadOnlyList<string> extra) => new()
    {
        Phase = Phases.Build,
        Output = workload.Id,
        Inputs = Sources(workload, tools),
        ToolVersions = [tools.Version(compiler)],
        Commands = paths => [Command.Of(tools[compiler], [.. Flags, .. extra, .. Arguments(workload, tools), "-lm", "-o", paths.Output])],
    };

    internal static IReadOnlyList<string> Sources(Workload workload, Toolbox tools) =>
        [workload.SourceIn("c")!, Path.Combine(tools.Layout.Workloads, "guest", "bench.c"), Path.Combine(tools.Layout.Workloads, "guest", "bench.h")];

    /// <summary>Include folder and source files. The kernel and the guest's main stay apart, so that the timed call stays a call.</summary>
    internal static IEnumerable<string> Arguments(Workload workload, Toolbox tools) =>
        ["-I", Path.Combine(tools.Layout.Workloads, "guest"), .. Sources(workload, tools).Where(static file => file.EndsWith(".c", StringComparison.Ordinal))];
}
