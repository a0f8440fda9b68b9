using System.Diagnostics;
using System.Text;
using Bench.Core;

namespace Bench.Backends.Setup;

/// <summary>Carries a plan out: one line a step for the person, everything else into a log.</summary>
/// <param name="say">Gets text for the person, not always whole lines.</param>
public sealed class SetupRunner(RepoLayout layout, Action<string> say)
{
    private const int ShownLines = 8;

    /// <summary>apt-get ends when the dpkg under way has unpacked all it was given; cut off, it leaves packages to be repaired.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(5);

    public static string LogFile(RepoLayout layout) => Path.Combine(layout.Root, "artifacts", "setup.log");

    /// <returns>What did not succeed, each with its reason.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the command under way has ended.</exception>
    public async Task<IReadOnlyList<SetupFailure>> RunAsync(SetupPlan plan, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LogFile(layout))!);
        using StreamWriter log = new(LogFile(layout), append: true) { AutoFlush = true };
        List<SetupFailure> failures = [];
        HashSet<Tool> missing = [];
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            string position = $"[{i + 1}/{plan.Steps.Count}]";
            if (plan.Steps[i] is SetupStep.Write write)
                WriteFile(write);
            else if (plan.Steps[i] is SetupStep.Run { By: Tool by } left && missing.Contains(by))
            {
                say($"{position} {left.Reason} ... left out: {by.Id} is missing\n");
                missing.UnionWith(left.Tools);
            }
            else if (plan.Steps[i] is SetupStep.Run run)
            {
                IReadOnlyList<SetupFailure> failed = await RunAsync(run, position, log, ct);
                failures.AddRange(failed);
                missing.UnionWith(failed.SelectMany(static one => one.Tools));
            }
        }
        return failures;
    }

    private void WriteFile(SetupStep.Write write)
    {
        string file = Path.Combine(layout.Root, write.File);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, write.Content);
    }

    private async Task<IReadOnlyList<SetupFailure>> RunAsync(SetupStep.Run step, string position, StreamWriter log, CancellationToken ct)
    {
        if (await RunAsync(step.Command, step.Reason, position, step.Timeout, log, ct) is not string output)
            return [];
        if (step is { Alone: Func<Tool, Command> alone, Tools.Count: > 1 } && SetupAdvice.IsAboutOnePackage(output))
        {
            // One package that this machine cannot have must not keep the others away.
            List<SetupFailure> failures = [];
            foreach (Tool tool in step.Tools)
                if (await RunAsync(alone(tool), tool.Id, position, step.Timeout, log, ct) is string one)
                    failures.Add(Failure([tool], alone(tool), one));
            return failures;
        }
        return [Failure(step.Tools, step.Command, output)];
    }

    /// <returns>Null when it succeeded, else what it printed.</returns>
    private async Task<string?> RunAsync(Command command, string what, string position, TimeSpan timeout, StreamWriter log, CancellationToken ct)
    {
        say($"{position} {what} ... ");
        await log.WriteLineAsync($"\n=== {DateTimeOffset.UtcNow:u} {SetupStep.Line(command)}");
        StringBuilder output = new();
        long begin = Stopwatch.GetTimestamp();
        ExitStatus exit;
        using CancellationTokenRegistration onStop = ct.Register(() => say("letting it come to an end ... "));
        try
        {
            exit = await ChildProcess.AttendAsync(command with { WorkingDirectory = layout.Root }, timeout, s_grace, bytes =>
            {
                string text = Encoding.UTF8.GetString(bytes);
                output.Append(text);
                log.Write(text);
            }, ct);
        }
        catch (OperationCanceledException)
        {
            say("interrupted\n");
            await log.WriteLineAsync("=== interrupted");
            throw;
        }
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        bool succeeded = exit is ExitStatus.Exited { Code: 0 };
        say(succeeded ? $"{elapsed.TotalSeconds:0.0} s\n" : $"failed ({exit.Describe()}) after {elapsed.TotalSeconds:0.0} s\n");
        await log.WriteLineAsync($"=== {exit.Describe()}, {elapsed.TotalSeconds:0.0} s");
        return succeeded ? null : $"{output}\n{(exit is ExitStatus.Exited ? "" : exit.Describe())}";
    }

    private static SetupFailure Failure(IReadOnlyList<Tool> tools, Command command, string output)
    {
        string[] lines = [.. output.ReplaceLineEndings("\n").Split('\n').Select(static line => line.TrimEnd()).Where(static line => line.Length > 0)];
        return new SetupFailure(tools, SetupStep.Line(command), [.. lines.TakeLast(ShownLines)], SetupAdvice.For(output));
    }
}

/// <param name="Tools">Not installed because of it; empty where the step was a preparation.</param>
/// <param name="Said">The last lines of the command.</param>
/// <param name="Advice">What to do next.</param>
public sealed record SetupFailure(IReadOnlyList<Tool> Tools, string Command, IReadOnlyList<string> Said, string Advice);
