using System.Diagnostics;
using System.Net;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Cli;

/// <summary>
/// The functions that a workflow asks the zipper to run: a process of this program for each instance, started again when it
/// ends. They are told to end after the zipper, by it alone, and end with it whatever it dies of.
/// </summary>
internal sealed class HostedFunctions : IAsyncDisposable
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(100), s_longestWait = TimeSpan.FromSeconds(5), s_ending = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _running;

    internal HostedFunctions(Toolbox tools, Workflow workflow, IPEndPoint zipper, string transport) =>
        _running = [.. workflow.Functions.Where(static one => one.HostKind is not null)
            .SelectMany(one => Enumerable.Repeat(CommandOf(tools, one, zipper, transport), one.Instances).Select(command => KeepRunningAsync(one.Name, command)))];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _stop.Dispose();
    }

    private static Bench.Core.Command CommandOf(Toolbox tools, WorkflowFunction function, IPEndPoint zipper, string transport)
    {
        string pin = ServerTrust.FingerprintOf(DevelopmentCertificate.LoadOrCreate(DevelopmentCertificate.DefaultFolder, DateTimeOffset.UtcNow));
        return Bench.Core.Command.Of(Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "bench.dll"), "function", function.File!, "--host", function.HostKind!, "--name", function.Name,
            "--to", zipper.ToString(), "--transport", transport, "--pin", pin).With((function.Observe ?? []).SelectMany(static tag => new[] { "--observe", $"{tag}" }))
            // Nobody else would end the functions of a zipper that was killed, and the next one starts its own.
            .Tied(tools, "TERM");
    }

    private async Task KeepRunningAsync(string name, Bench.Core.Command command)
    {
        TimeSpan wait = s_firstWait;
        while (!_stop.IsCancellationRequested)
        {
            // In a process group of its own, so that Ctrl-C is the zipper's: functions finish what it has for them.
            await using BackgroundProcess process = BackgroundProcess.Start(command);
            long began = Stopwatch.GetTimestamp();
            try
            {
                ExitStatus exit = await process.Exited.WaitAsync(_stop.Token);
                if (exit is ExitStatus.Exited { Code: ExitCodes.Usage })
                {
                    await Console.Error.WriteLineAsync($"bench: the function '{name}' cannot run, and is not started again");
                    return;
                }
                wait = Stopwatch.GetElapsedTime(began) > s_longestWait ? s_firstWait : TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, s_longestWait.Ticks));
                await Console.Error.WriteLineAsync($"bench: the function '{name}' is gone ({exit.Describe()}); starting it again in {wait.TotalSeconds:0.0} s");
                await Task.Delay(wait, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                // In order first, so that containers and workers of its own are ended by it.
                await process.EndAsync(s_ending);
            }
        }
    }
}
