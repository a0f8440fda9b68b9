using System.Security.Cryptography;
using Bench.Core;
using Bench.Fleet;

namespace Bench.Tests;

public sealed class NodeJudgeTests : IDisposable
{
    private static readonly FleetPatience s_patience = new() { Down = TimeSpan.FromSeconds(30), Lines = TimeSpan.FromSeconds(5), Silence = TimeSpan.FromMinutes(30), Pull = TimeSpan.FromHours(2) };
    private static readonly DateTimeOffset s_begin = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _temp = new();
    private readonly NodeIntake _intake;
    private readonly NodeJudge _judge;

    public NodeJudgeTests()
    {
        _intake = new NodeIntake(new FleetNode("n1", "vm-1", null, null, FleetNodeState.Waiting, null), _temp.Path);
        _judge = new NodeJudge(_intake, s_patience);
    }

    public void Dispose()
    {
        _intake.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void A_node_is_done_when_its_file_has_the_digest_that_it_named_whatever_the_engine_says()
    {
        Say(new FleetLine.Ended("n1", 1, 4, DigestOf("rows"), 0));
        Assert.Null(Judge(Ready, Task("complete"), 0));
        Say(new FleetLine.Rows("n1", 1, 0, "rows"u8.ToArray()));
        Assert.Equal((FleetNodeState.Done, null), Judge(null, null, 1));
    }

    [Fact]
    public void A_node_that_could_measure_nothing_has_failed()
    {
        Say(new FleetLine.Rows("n1", 1, 0, "rows"u8.ToArray()));
        Say(new FleetLine.Ended("n1", 1, 4, DigestOf("rows"), 3));
        Assert.Equal(FleetNodeState.Failed, Judge(Ready, Task("failed"), 0)!.Value.State);
    }

    [Fact]
    public void A_node_that_is_down_for_a_moment_is_waited_for()
    {
        Assert.Null(Judge(Down, Task("running"), 0));
        Assert.Null(Judge(Down, Task("running"), 29));
        Assert.Null(Judge(Ready, Task("running"), 31));
        Assert.Null(Judge(Down, Task("running"), 40));
        Assert.Null(Judge(Down, Task("running"), 69));
        (FleetNodeState state, string? cause) = Judge(Down, Task("running"), 70)!.Value;
        Assert.Equal(FleetNodeState.Lost, state);
        Assert.Equal("the swarm has not heard of it since 12:00:40 UTC", cause);
    }

    [Fact]
    public void A_node_that_has_left_the_swarm_is_lost()
    {
        Judge(null, null, 0);
        Assert.Equal((FleetNodeState.Lost, "the swarm does not know it any more"), Judge(null, null, 31));
    }

    [Fact]
    public void A_container_that_failed_is_given_time_for_its_last_words_and_then_named_with_them()
    {
        SwarmTask failed = Task("failed", exit: 2);
        Assert.Null(Judge(Ready, failed, 0));
        _intake.LastError = "bench: no space left";
        Assert.Null(Judge(Ready, failed, 5));
        Assert.True(_judge.WantsLogAgain);
        _judge.LogIsRead();
        Assert.Equal((FleetNodeState.Failed, "its container ended with 2: bench: no space left"), Judge(Ready, failed, 10));
    }

    [Fact]
    public void A_task_without_its_image_has_no_words_to_wait_for_and_is_named_by_what_the_engine_says() =>
        Assert.Equal((FleetNodeState.Failed, "its task was rejected: No such image: localhost/bench:1"), Judge(Ready, Task("rejected", error: "No such image: localhost/bench:1"), 0));

    [Fact]
    public void Lines_that_are_missing_after_a_good_end_are_asked_for_again_before_it_is_a_failure()
    {
        Say(new FleetLine.Rows("n1", 1, 0, "ro"u8.ToArray()));
        Assert.Null(Judge(Ready, Task("complete"), 0));
        Assert.False(_judge.WantsLogAgain);
        Assert.Null(Judge(Ready, Task("complete"), 6));
        Assert.True(_judge.WantsLogAgain);
        Assert.Null(Judge(Ready, Task("complete"), 11));
        _judge.LogIsRead();
        Assert.Equal((FleetNodeState.Failed, "its container ended well, but of its run only 2 bytes came"), Judge(Ready, Task("complete"), 11));
    }

    [Fact]
    public void A_node_that_says_nothing_for_long_is_given_up_with_what_the_engine_knows()
    {
        Assert.Null(Judge(Ready, Task("pending"), 0));
        Assert.Null(Judge(Ready, Task("pending"), 1799));
        Say(new FleetLine.Progress("n1", 1, "building", 0, 3, null, ""));
        Assert.Null(Judge(Ready, Task("running"), 1801));
        Assert.Null(Judge(Ready, Task("running"), 3600));
        Assert.Equal("nothing was heard of it for 30 minutes; its task is running", Judge(Ready, Task("running"), 3602)!.Value.Cause);
    }

    [Fact]
    public void Rows_that_are_still_coming_are_waited_for_however_long_ago_their_container_has_ended()
    {
        for (int second = 0; second < 60; second += 4)
        {
            Say(new FleetLine.Rows("n1", 1, second, "rows"u8.ToArray()));
            Assert.Null(Judge(Ready, Task("complete"), second));
            _judge.LogIsRead();
        }
    }

    [Fact]
    public void A_log_that_is_said_again_and_again_after_the_end_keeps_nobody_waiting()
    {
        for (int second = 0; second < 10; second++)
        {
            Say(new FleetLine.Progress("n1", 1, "measuring", 1, 3, null, "pi"));
            Assert.Null(Judge(Ready, Task("failed", exit: 137), second));
        }
        _judge.LogIsRead();
        Say(new FleetLine.Progress("n1", 1, "measuring", 1, 3, null, "pi"));
        Assert.Equal(FleetNodeState.Failed, Judge(Ready, Task("failed", exit: 137), 10)!.Value.State);
    }

    [Fact]
    public void What_a_node_has_measured_and_taken_down_with_it_is_lost_and_not_a_failure_of_its_own()
    {
        Assert.Null(Judge(Down, Task("complete"), 0));
        _judge.LogIsRead();
        Assert.Null(Judge(Down, Task("complete"), 29));
        Assert.Equal(FleetNodeState.Lost, Judge(Down, Task("complete"), 30)!.Value.State);
    }

    [Fact]
    public void A_node_that_waits_for_another_suite_says_so_again_and_again_and_is_not_given_up()
    {
        for (int second = 0; second < 20_000; second += 1000)
        {
            Say(new FleetLine.Progress("n1", 1, "waiting", 0, 0, null, "another suite measures on this node"));
            Assert.Null(Judge(Ready, Task("running"), second));
        }
    }

    [Fact]
    public void A_task_that_waits_for_the_processors_of_another_is_not_given_up()
    {
        for (int second = 0; second < 20_000; second += 1000)
            Assert.Null(Judge(Ready, Task("pending"), second));
    }

    [Fact]
    public void A_node_to_which_the_swarm_gives_no_task_is_not_waited_for_in_silence()
    {
        Assert.Null(Judge(Ready, null, 0));
        Assert.Null(Judge(Ready, null, 59));
        Assert.StartsWith("the swarm has no task for it", Judge(Ready, null, 60)!.Value.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_may_take_hours_is_waited_for()
    {
        NodeJudge judge = new(_intake, s_patience.WithProcessesOf(TimeSpan.FromHours(2)));
        Assert.Null(judge.Judge(Ready, Task("running"), s_begin, TimeSpan.Zero));
        Assert.Null(judge.Judge(Ready, Task("running"), s_begin, TimeSpan.FromHours(4)));
        Assert.NotNull(judge.Judge(Ready, Task("running"), s_begin, TimeSpan.FromHours(5)));
    }

    [Fact]
    public void An_image_may_take_longer_than_any_word_and_the_container_behind_it_has_all_its_time()
    {
        Assert.Null(Judge(Ready, Task("preparing"), 0));
        Assert.Null(Judge(Ready, Task("preparing"), 7199));
        Assert.Null(Judge(Ready, Task("running"), 7201));
        Assert.Null(Judge(Ready, Task("running"), 9000));
        Assert.Equal("nothing was heard of it for 30 minutes; its task is running", Judge(Ready, Task("running"), 9001)!.Value.Cause);
    }

    [Fact]
    public void A_pull_that_does_not_end_is_given_up()
    {
        Judge(Ready, Task("preparing"), 0);
        Assert.Equal("nothing was heard of it for 120 minutes; its task is preparing", Judge(Ready, Task("preparing"), 7200)!.Value.Cause);
    }

    [Fact]
    public void Words_of_an_earlier_attempt_do_not_count()
    {
        _intake.Record = _intake.Record with { Attempt = 2 };
        Say(new FleetLine.Rows("n1", 1, 0, "rows"u8.ToArray()));
        Say(new FleetLine.Ended("n1", 1, 4, DigestOf("rows"), 0));
        Say(new FleetLine.Fault("n1", 1, "old"));
        Assert.Null(Judge(Ready, Task("running"), 0));
        Assert.Equal(0, _intake.Bytes);
    }

    [Fact]
    public void Rows_of_two_runs_under_one_name_are_a_failure_and_not_a_mixture()
    {
        Say(new FleetLine.Rows("n1", 1, 0, "rows"u8.ToArray()));
        Say(new FleetLine.Rows("n1", 1, 2, "XX"u8.ToArray()));
        Assert.Equal((FleetNodeState.Failed, "rows of another run came under its name"), Judge(Ready, Task("running"), 0));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(29, null)]
    [InlineData(2220, "the clock of vm-1 is 0.00:37:00 ahead of this machine's; its run has its own times")]
    [InlineData(-90_000, "the clock of vm-1 is 1.01:00:00 behind this machine's; its run has its own times")]
    public void An_unlike_clock_is_named(int seconds, string? expected) =>
        Assert.Equal(expected, FleetCall.ClockNote(new FleetLine.Begin("n1", 1, "vm-1", (s_begin.ToUnixTimeSeconds() + seconds) * 1_000_000_000, ""), s_begin));

    private static SwarmNode Ready => new("n1", "vm-1", NodeState.Ready, "active", false, 2, 1, "26", "10.0.0.1", new Dictionary<string, string>());
    private static SwarmNode Down => Ready with { State = NodeState.Down };
    private static SwarmTask Task(string state, int? exit = null, string? error = null) => new("t", "n1", state, null, error, exit, s_begin, s_begin);
    private static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    private void Say(FleetLine line) => _intake.Take(line, s_begin);
    private (FleetNodeState State, string? Cause)? Judge(SwarmNode? node, SwarmTask? task, int second) => _judge.Judge(node, task, s_begin.AddSeconds(second), TimeSpan.FromSeconds(second));
}
