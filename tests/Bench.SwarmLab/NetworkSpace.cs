using System.Diagnostics;
using Bench.Core;

namespace Bench.Lab;

/// <summary>A network name space without a name: it lives as long as the process that holds it, and that no longer than the tests.</summary>
internal sealed class NetworkSpace : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly BackgroundProcess _holder;

    private NetworkSpace(BackgroundProcess holder) => _holder = holder;

    internal int Pid => _holder.Pid;

    internal static async Task<NetworkSpace> CreateAsync(string log, CancellationToken ct)
    {
        string own = LinkOf("self");
        BackgroundProcess holder = BackgroundProcess.Start(Command.Of("setpriv", "--pdeathsig", "KILL", "unshare", "--net", "sleep", "infinity"), log);
        long begin = Stopwatch.GetTimestamp();
        while (!holder.Exited.IsCompleted && LinkOf($"{holder.Pid}") == own && Stopwatch.GetElapsedTime(begin) < s_patience)
            await Task.Delay(5, ct);
        if (!holder.Exited.IsCompleted && LinkOf($"{holder.Pid}") is { Length: > 0 } link && link != own)
            return new NetworkSpace(holder);
        await holder.KillAsync();
        throw new IOException($"no network name space can be made: {File.ReadAllText(log).Trim()}");
    }

    /// <summary>The same command with this network, and all else as it is here.</summary>
    internal Command Inside(Command command) =>
        command with { Executable = "nsenter", Arguments = [$"--net=/proc/{Pid}/ns/net", "--", command.Executable, .. command.Arguments] };

    /// <exception cref="IOException">It failed; the message has its last words.</exception>
    internal async Task RunAsync(CancellationToken ct, params IEnumerable<string> command)
    {
        string[] words = [.. command];
        CapturedOutput result = await ChildProcess.CaptureAsync(Inside(Command.Of(words[0], words[1..])), s_patience, ct);
        if (!result.Succeeded)
            throw new IOException($"{string.Join(' ', words)}: {result.Describe()}");
    }

    public async ValueTask DisposeAsync() => await _holder.KillAsync();

    private static string LinkOf(string process) => new FileInfo($"/proc/{process}/ns/net").LinkTarget ?? "";
}
