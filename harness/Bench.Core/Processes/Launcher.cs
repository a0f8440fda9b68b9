namespace Bench.Core;

/// <summary>The small program of harness/launcher that measured programs are started through.</summary>
public static class Launcher
{
    private static readonly string[] s_compilers = ["clang", "gcc"];

    /// <returns>Its path, or null where no C compiler is ready.</returns>
    /// <exception cref="BuildFailedException">The compiler refused it.</exception>
    public static async Task<string?> MakeAsync(Toolbox tools, ArtifactStore store, CancellationToken ct)
    {
        foreach (string id in s_compilers)
        {
            if (await tools.ProbeAsync(id, ct) is not Availability.Ready ready)
                continue;
            string source = Path.Combine(tools.Layout.Root, "harness", "launcher", "launch.c");
            Artifact artifact = await store.MakeAsync(new BuildStep
            {
                Phase = Phases.Build,
                Output = "launch",
                Inputs = [source],
                ToolVersions = [ready.Version],
                // Static, so that the loader does not add to the floor of what can be measured.
                Commands = paths => [Command.Of(tools[id], "-O2", "-static", "-o", paths.Output, source)],
            }, ct);
            return artifact.Path;
        }
        return null;
    }
}
