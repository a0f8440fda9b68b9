using Bench.Core;

namespace Bench.Tests;

/// <summary>A C compiler whose programs end when they read what is not theirs or do what C does not define.</summary>
internal static class SanitizingCompiler
{
    internal static readonly string[] Flags = ["-O1", "-g", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

    /// <summary>Makes a program; skips the test where no compiler has sanitizers.</summary>
    internal static async Task CompileAsync(TempFolder folder, string program, params IReadOnlyList<string> arguments)
    {
        CapturedOutput compiled = await ChildProcess.CaptureAsync(Command.Of(await FindAsync(folder), [.. Flags, .. arguments, "-lm", "-o", program]), TimeSpan.FromMinutes(2), CancellationToken.None);
        Assert.True(compiled.Succeeded, compiled.Stderr);
    }

    private static async Task<string> FindAsync(TempFolder folder)
    {
        string source = folder.Write("empty.c", "int main(void) { return 0; }\n");
        List<string> reasons = [];
        foreach (string compiler in (string[])["clang-19", "clang", "gcc", "cc"])
        {
            CapturedOutput result = await ChildProcess.CaptureAsync(Command.Of(compiler, [.. Flags, source, "-o", folder["empty"]]), TimeSpan.FromMinutes(1), CancellationToken.None);
            if (result.Succeeded)
                return compiler;
            reasons.Add($"{compiler} {(result.Exit is ExitStatus.NotStarted ? result.Describe() : "has none")}");
        }
        Skip.If(true, $"a C compiler with address and undefined-behaviour sanitizers is needed: {string.Join(", ", reasons)}");
        return "";
    }
}
