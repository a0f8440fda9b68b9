using System.Text;
using Bench.Backends.Setup;
using Bench.Core;

namespace Bench.Tests.Setup;

public sealed class SetupRunnerTests : IDisposable
{
    private static readonly Tool s_good = new() { Id = "good", Title = "a good tool", Install = new Installation { Apt = ["good"] } };
    private static readonly Tool s_bad = new() { Id = "bad", Title = "a bad tool", Install = new Installation { Apt = ["bad"] } };

    private readonly RepoLayout _layout = new(Directory.CreateTempSubdirectory("bench-").FullName);
    private readonly StringBuilder _said = new();

    public void Dispose() => Directory.Delete(_layout.Root, recursive: true);

    [Fact]
    public async Task Output_goes_to_the_log_and_one_line_to_the_person()
    {
        Assert.Empty(await RunAsync(Step(Shell("echo loud"), [s_good])));
        Assert.Contains("loud\n", File.ReadAllText(SetupRunner.LogFile(_layout)));
        Assert.Matches(@"^\[1/1\] to try \.\.\. \d+\.\d s\n$", _said.ToString());
    }

    [Fact]
    public async Task Files_are_written_below_the_checkout_before_the_step_that_needs_them()
    {
        Assert.Empty(await RunAsync(new SetupStep.Write("w", "artifacts/setup/x", "hello\n"), Step(Shell("cat artifacts/setup/x"), [])));
        Assert.Contains("hello\n", File.ReadAllText(SetupRunner.LogFile(_layout)));
    }

    [Fact]
    public async Task A_failure_shows_the_end_of_the_output_and_what_to_do()
    {
        SetupFailure failure = Assert.Single(await RunAsync(Step(Shell("seq 20; echo 'E: Could not get lock /x'; exit 100"), [s_good])));
        Assert.Equal(["14", "15", "16", "17", "18", "19", "20", "E: Could not get lock /x"], failure.Said);
        Assert.Contains("another package manager", failure.Advice);
    }

    [Fact]
    public async Task One_package_that_cannot_be_had_does_not_keep_the_others_away()
    {
        SetupFailure failure = Assert.Single(await RunAsync(Step(Shell("echo 'E: Unable to locate package bad'; exit 100"), [s_good, s_bad]) with
        {
            Alone = static tool => Shell(tool == s_bad ? "echo 'E: Unable to locate package bad'; exit 100" : "true"),
        }));
        Assert.Equal([s_bad], failure.Tools);
        Assert.Contains("not on the server", failure.Advice);
    }

    [Fact]
    public async Task What_needs_a_tool_that_could_not_be_installed_is_left_out()
    {
        SetupFailure failure = Assert.Single(await RunAsync(
            Step(Shell("exit 1"), [s_bad]),
            Step(Shell("touch tried"), [s_good]) with { By = s_bad }));
        Assert.Equal([s_bad], failure.Tools);
        Assert.False(File.Exists(Path.Combine(_layout.Root, "tried")));
        Assert.EndsWith("left out: bad is missing\n", _said.ToString());
    }

    [Fact]
    public async Task What_was_left_out_is_missing_for_later_steps_too()
    {
        Assert.Single(await RunAsync(
            Step(Shell("exit 1"), [s_bad]),
            Step(Shell("true"), [s_good]) with { By = s_bad },
            Step(Shell("touch tried"), []) with { By = s_good }));
        Assert.False(File.Exists(Path.Combine(_layout.Root, "tried")));
        Assert.EndsWith("left out: good is missing\n", _said.ToString());
    }

    [Fact]
    public async Task A_command_that_hangs_is_asked_to_end_and_its_reason_shown()
    {
        SetupFailure failure = Assert.Single(await RunAsync(Step(Shell("trap 'echo came to an end; exit 3' INT; while :; do sleep 0.05; done"), [s_good]) with
        {
            Timeout = TimeSpan.FromMilliseconds(300),
        }));
        Assert.Contains("came to an end", failure.Said);
        Assert.Equal("not finished after 0.3 s", failure.Said[^1]);
    }

    [Fact]
    public async Task A_cancelled_command_may_finish_what_it_must()
    {
        string marker = Path.Combine(_layout.Root, "finished");
        using CancellationTokenSource stop = new();
        // The command itself says when it is ready to be interrupted.
        SetupRunner runner = new(_layout, text => _said.Append(text));
        Task run = runner.RunAsync(new SetupPlan([Step(Shell($"trap 'touch {marker}; exit 1' INT; touch {marker}.ready; while :; do sleep 0.05; done"), [])], []), stop.Token);
        while (!File.Exists(marker + ".ready"))
            await Task.Delay(20);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.True(File.Exists(marker));
        Assert.EndsWith("interrupted\n", _said.ToString());
    }

    [Fact]
    public async Task A_second_set_up_waits_for_the_first()
    {
        IDisposable first = await SetupLock.TakeAsync(_layout, TimeProvider.System, static () => Assert.Fail("nobody holds the lock"), CancellationToken.None);
        TaskCompletionSource waiting = new();
        Task<IDisposable> second = SetupLock.TakeAsync(_layout, TimeProvider.System, waiting.SetResult, CancellationToken.None);
        await waiting.Task;
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public void The_record_is_read_as_it_was_written()
    {
        SetupRecord record = new()
        {
            System = "Debian",
            Ready = new Dictionary<string, string> { ["clang"] = "19.1.7+x" },
            Installed = [new InstalledTool("clang", "19.1.7", ["clang-19"], DateTimeOffset.UnixEpoch)],
        };
        Assert.Null(SetupRecord.Load(_layout));
        record.Save(_layout);
        Assert.Equivalent(record, SetupRecord.Load(_layout), strict: true);
        File.WriteAllText(SetupRecord.FileIn(_layout), "{ \"system\": 1 }");
        Assert.Contains("setup.json(1,", Assert.Throws<UsageException>(() => SetupRecord.Load(_layout)).Message);
    }

    private Task<IReadOnlyList<SetupFailure>> RunAsync(params SetupStep[] steps) =>
        new SetupRunner(_layout, text => _said.Append(text)).RunAsync(new SetupPlan(steps, []), CancellationToken.None);

    private static SetupStep.Run Step(Command command, Tool[] tools) => new("to try", tools, command, TimeSpan.FromMinutes(1));

    private static Command Shell(string script) => Command.Of("sh", "-c", script);
}
