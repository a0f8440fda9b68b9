using System.Diagnostics;
using System.Net;
using Bench.Streaming;

namespace Bench.Cli;

/// <summary>The functions that a workflow asks the zipper to run: a process of this program for each instance, started again when it ends.</summary>
internal sealed class HostedFunctions : IAsyncDisposable
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(100), s_longestWait = TimeSpan.FromSeconds(5), s_ending = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _running;

    internal HostedFunctions(Workflow workflow, IPEndPoint zipper, string transport) =>
        _running = [.. workflow.Functions.Where(static one => one.HostKind is not null)
            .SelectMany(one => Enumerable.Range(0, one.Instances).Select(_ => KeepRunningAsync(one, zipper, transport)))];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _stop.Dispose();
    }

    private async Task KeepRunningAsync(WorkflowFunction function, IPEndPoint zipper, string transport)
    {
        string pin = ServerTrust.FingerprintOf(DevelopmentCertificate.LoadOrCreate(DevelopmentCertificate.DefaultFolder, DateTimeOffset.UtcNow));
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "bench.dll"), "function", function.File!, "--host", function.HostKind!, "--name", function.Name,
            "--to", zipper.ToString(), "--transport", transport, "--pin", pin, .. (function.Observe ?? []).SelectMany(static tag => new[] { "--observe", $"{tag}" })])
            start.ArgumentList.Add(argument);
        TimeSpan wait = s_firstWait;
        while (!_stop.IsCancellationRequested)
        {
            using Process process = Process.Start(start)!;
            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            long began = Stopwatch.GetTimestamp();
            try
            {
                await process.WaitForExitAsync(_stop.Token);
                wait = Stopwatch.GetElapsedTime(began) > s_longestWait ? s_firstWait : TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, s_longestWait.Ticks));
                await Console.Error.WriteLineAsync($"bench: the function '{function.Name}' ended with {process.ExitCode}; starting it again in {wait.TotalSeconds:0.0} s");
                await Task.Delay(wait, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                await EndAsync(process);
            }
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (process.HasExited)
            return;
        // In order first, so that containers and workers of its own are ended by it.
        using (Process? terminate = Process.Start("/bin/kill", ["-TERM", $"{process.Id}"]))
            await terminate!.WaitForExitAsync();
        using CancellationTokenSource limit = new(s_ending);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
