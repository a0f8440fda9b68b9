using Bench.Core;

namespace Bench.Tests;

/// <summary>harness/launcher, compiled once for these tests where the machine has a C compiler.</summary>
internal static class Launcher
{
    private static readonly Lazy<Task<(string? Path, string Reason)>> s_built = new(BuildAsync);

    /// <summary>Options with or without the launcher; skips the test where there must be one and is none.</summary>
    internal static async Task<ExecutionOptions> OptionsAsync(bool launcher)
    {
        ExecutionOptions options = ExecutionOptions.Default with { Timeout = TimeSpan.FromSeconds(60) };
        return launcher ? options with { Launcher = await PathAsync() } : options;
    }

    internal static async Task<string> PathAsync()
    {
        (string? path, string reason) = await s_built.Value;
        Skip.If(path is null, reason);
        return path!;
    }

    private static async Task<(string?, string)> BuildAsync()
    {
        string source = Path.Combine(Repo.Root, "harness", "launcher", "launch.c");
        string output = Path.Combine(AppContext.BaseDirectory, $"launch-{Environment.ProcessId}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(output);
        List<string> reasons = [];
        foreach (string compiler in (string[])["cc", "gcc", "clang"])
        {
            CapturedOutput result = await ChildProcess.CaptureAsync(
                Command.Of(compiler, "-O2", "-Wall", "-Wextra", "-Werror", "-o", output, source), TimeSpan.FromMinutes(1), CancellationToken.None);
            if (result.Succeeded)
                return (output, "");
            if (result.Exit is not ExitStatus.NotStarted)
                throw new InvalidOperationException($"{compiler} does not compile launch.c: {result.Stderr}");
            reasons.Add($"{compiler} {result.Describe()}");
        }
        return (null, $"the launcher needs a C compiler: {string.Join(", ", reasons)}");
    }
}
