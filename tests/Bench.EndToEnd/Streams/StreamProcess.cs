using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>A node of a stream in a process of its own, what it says line by line, and its standard error.</summary>
internal sealed class StreamProcess : IAsyncDisposable
{
    /// <summary>Far more than anything here takes on a busy machine; what exceeds it hangs.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BackgroundProcess _process;
    private readonly string _log;

    internal StreamProcess(Command command, string log)
    {
        _log = log;
        _process = BackgroundProcess.Start(command, log, Take);
    }

    internal int Pid => _process.Pid;

    /// <summary>What it said on standard output, except for messages of a sink.</summary>
    internal ConcurrentQueue<(long At, string Text)> Lines { get; } = new();

    /// <summary>Of a sink that shows its messages: when each came, in their order, and its number.</summary>
    internal ConcurrentQueue<(long At, long Id)> Messages { get; } = new();

    /// <summary>Memory that it holds right now.</summary>
    internal long ResidentBytes
    {
        get
        {
            using Process process = Process.GetProcessById(Pid);
            return process.WorkingSet64;
        }
    }

    /// <summary>Standard error so far.</summary>
    internal string Log => File.ReadAllText(_log);

    /// <summary>Waits for a line of a node that reports in JSON.</summary>
    /// <returns>When it came, and what it said.</returns>
    internal async Task<(long At, JsonElement Said)> EventAsync(string name)
    {
        string begin = $"{{\"event\":\"{name}\"";
        (long At, string Text) line = (0, "");
        await UntilAsync(() => (line = Lines.FirstOrDefault(one => one.Text.StartsWith(begin, StringComparison.Ordinal), (0, ""))).At != 0, $"'{name}'");
        return (line.At, JsonDocument.Parse(line.Text).RootElement.Clone());
    }

    /// <summary>Looks every few milliseconds until it is so.</summary>
    internal async Task UntilAsync(Func<bool> holds, string what)
    {
        using CancellationTokenSource limit = new(Patience);
        while (!holds())
        {
            if (limit.IsCancellationRequested || (_process.Exited.IsCompleted && !holds()))
                Assert.Fail($"waited in vain for {what}; the last lines are {string.Join(" | ", Lines.TakeLast(3).Select(static one => one.Text))}; it said: {Log}");
            await Task.Delay(5, CancellationToken.None);
        }
    }

    /// <summary>As kill -9 does it: this process alone, without a chance to say anything.</summary>
    internal Task<ExitStatus> KillAsync()
    {
        Kill(Pid);
        return _process.Exited.WaitAsync(Patience);
    }

    internal static void Kill(int pid)
    {
        using Process process = Process.GetProcessById(pid);
        process.Kill();
    }

    /// <summary>Tells it to end, and waits until it has.</summary>
    /// <returns>What it said at the end.</returns>
    internal async Task<JsonElement> EndAsync()
    {
        await SignalAsync("TERM");
        Assert.Equal(new ExitStatus.Exited(0), await _process.Exited.WaitAsync(Patience));
        return (await EventAsync("end")).Said;
    }

    /// <param name="times">In a row, as fast as a shell can.</param>
    internal async Task SignalAsync(string signal, int times = 1) => Assert.True(await BenchCommand.SignalAsync(Pid, signal, times));

    internal Task<ExitStatus> Exited => _process.Exited.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        if (!_process.Exited.IsCompleted)
            await _process.KillAsync();
    }

    private void Take(string? line)
    {
        long now = Stopwatch.GetTimestamp();
        int digits = line is null ? -1 : line.IndexOf("  0x", StringComparison.Ordinal);
        if (digits > 0 && long.TryParse(line.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long id))
            Messages.Enqueue((now, id));
        else
            Lines.Enqueue((now, line ?? ""));
    }
}
