using System.Text.Json;
using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>Nodes that are told to end, also by programs that say it twice, and functions that the zipper runs itself.</summary>
public sealed class StoppingTests
{
    private const string Hosted = """
        name: hosted
        host: localhost
        port: 0
        functions:
          - name: triple
            host: delegate
            function: triple
            instances: 2
          - name: sink
        """;

    [Fact]
    public async Task Nodes_that_are_told_twice_in_a_row_end_in_order_all_the_same()
    {
        await using StreamRig rig = new("tcp");
        StreamProcess zipper = await rig.ZipperAsync(), function = await rig.FunctionAsync();
        foreach (StreamProcess node in new[] { function, zipper })
        {
            await node.SignalAsync("TERM", times: 20);
            Assert.Equal(new ExitStatus.Exited(0), await node.Exited);
            await node.EventAsync("end");
        }
    }

    [Fact]
    public async Task A_zipper_that_stops_ends_its_functions_after_it_and_starts_none_again()
    {
        await using StreamRig rig = new("tcp");
        StreamProcess zipper = await rig.ZipperAsync(Hosted), sink = await rig.SinkAsync();
        await zipper.UntilAsync(() => Arrived(zipper) == 2, "both functions");
        IReadOnlyList<int> functions = StreamRig.ChildrenOf(zipper.Pid);
        Assert.Equal(2, functions.Count);
        StreamProcess source = await rig.ClientAsync("source", "--rate", "max", "--count", "20000", "--json");
        JsonElement sent = (await source.EventAsync("end")).Said;
        // Ctrl-C at a terminal reaches the whole group of the zipper.
        await zipper.SignalAsync("INT");
        Assert.Equal(new ExitStatus.Exited(0), await zipper.Exited);
        Assert.DoesNotContain("starting it again", zipper.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(functions, StreamRig.Lives);
        await StreamRig.UntilSeenAsync(sink, sent.GetProperty("sent").GetInt32());
    }

    [SkippableFact]
    public async Task A_function_of_the_zipper_that_is_killed_is_started_again_and_ends_with_a_zipper_that_is_killed()
    {
        Skip.IfNot((await ChildProcess.CaptureAsync(Command.Of("sh", "-c", "command -v setpriv"), StreamProcess.Patience, CancellationToken.None)).Succeeded, "setpriv of util-linux is not installed");
        await using StreamRig rig = new("tcp");
        StreamProcess zipper = await rig.ZipperAsync(Hosted);
        await zipper.UntilAsync(() => Arrived(zipper) == 2, "both functions");
        StreamProcess.Kill(StreamRig.ChildrenOf(zipper.Pid)[0]);
        await zipper.UntilAsync(() => Arrived(zipper) == 3, "the third one");
        Assert.Contains("the function 'triple' is gone (ended by SIGKILL", zipper.Log, StringComparison.Ordinal);
        IReadOnlyList<int> functions = StreamRig.ChildrenOf(zipper.Pid);
        await zipper.KillAsync();
        using CancellationTokenSource limit = new(StreamProcess.Patience);
        while (functions.Any(StreamRig.Lives))
            await Task.Delay(10, limit.Token);
    }

    private static int Arrived(StreamProcess zipper) => zipper.Log.Split('\n').Count(static line => line.StartsWith("bench: function 'triple'", StringComparison.Ordinal) && line.EndsWith("is here", StringComparison.Ordinal));
}
