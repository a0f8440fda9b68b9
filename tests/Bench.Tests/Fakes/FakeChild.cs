using Bench.Core;

namespace Bench.Tests;

/// <summary>Commands that run Bench.FakeChild.</summary>
internal static class FakeChild
{
    /// <summary>The dotnet that runs these tests; else whichever is on PATH.</summary>
    private static readonly string s_dotnet =
        Path.GetFileName(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    internal static Command Does(string verb, params string[] arguments) => Program("Bench.FakeChild", [verb, .. arguments]);

    /// <summary>Another program that is built beside these tests.</summary>
    internal static Command Program(string name, params string[] arguments) =>
        Command.Of(s_dotnet, [Path.Combine(AppContext.BaseDirectory.Replace("Bench.Tests", name, StringComparison.Ordinal), $"{name}.dll"), .. arguments]);

    internal static Command Shell(string script, params string[] arguments) => Command.Of("/bin/sh", ["-c", script, "sh", .. arguments]);

    /// <summary>What <c>flood</c> writes.</summary>
    internal static byte[] FloodPattern(int bytes)
    {
        byte[] pattern = new byte[bytes];
        for (int i = 0; i < bytes; i++)
            pattern[i] = (byte)(i % 251);
        return pattern;
    }
}
