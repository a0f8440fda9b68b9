using Bench.Core;

namespace Bench.Backends;

/// <summary>A workload's C source as a native program, with the flags that the WebAssembly modules get too.</summary>
public static class NativeProgram
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

    /// <summary>The kernel with the headers and .bin files beside it, what the workload shares with others, the guest's main, and what is built in.</summary>
    public static IReadOnlyList<string> Sources(Workload workload, Toolbox tools) =>
    [
        workload.SourceIn("c")!, .. Files(workload.Folder, "*.h"), .. Files(workload.Folder, "*.bin"),
        .. workload.Shared.SelectMany(static folder => (string[])[.. Files(folder, "*.c"), .. Files(folder, "*.h")]),
        .. Files(Guest(workload, tools), "*.c"), .. Files(Guest(workload, tools), "*.h"),
        .. AssetFolders(workload, tools).SelectMany(static folder => Files(folder, "*")),
    ];

    /// <summary>Include folders and source files. The kernel and the guest's main stay apart, so that the timed call stays a call.</summary>
    public static IEnumerable<string> Arguments(Workload workload, Toolbox tools) =>
    [
        .. workload.Shared.Prepend(Guest(workload, tools)).Prepend(workload.Folder).Concat(AssetFolders(workload, tools)).SelectMany(static folder => (string[])["-I", folder]),
        .. Sources(workload, tools).Where(static file => file.EndsWith(".c", StringComparison.Ordinal)),
    ];

    private static IEnumerable<string> AssetFolders(Workload workload, Toolbox tools) => workload.Assets.Select(asset => Path.Combine(tools.Layout.Assets, asset));

    private static string Guest(Workload workload, Toolbox tools) => workload.Guest ?? Path.Combine(tools.Layout.Workloads, "guest");

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal);
}
