using Bench.Core;

namespace Bench.EndToEnd;

/// <summary>The command line as it was built, in the real checkout.</summary>
internal static class BenchCommand
{
    private static readonly TimeSpan s_signal = TimeSpan.FromSeconds(10);

    internal static Command Of(params string[] arguments) =>
        Command.Of("dotnet", [Path.Combine(Machine.Layout.Root, "artifacts/bin/Bench.Cli/release/bench.dll"), .. arguments]) with { WorkingDirectory = Machine.Layout.Root };

    /// <param name="pid">Of a process group where it is negative.</param>
    /// <returns>Whether there was somebody to tell.</returns>
    internal static async Task<bool> SignalAsync(int pid, string signal, int times = 1) =>
        (await ChildProcess.CaptureAsync(Command.Of("sh", "-c", string.Join(';', Enumerable.Repeat($"kill -{signal} {pid}", times))), s_signal, CancellationToken.None)).Succeeded;
}
