using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bench.Core;
using Xunit;
using Xunit.Abstractions;

namespace Bench.EndToEnd;

/// <summary>
/// kill -9 of each node of a stream while messages flow: the others live on, messages flow again once the node is back, and
/// every message that did not arrive is accounted for.
/// </summary>
public sealed partial class KillTests(ITestOutputHelper output)
{
    private const int Rate = 500, Some = 300;

    [Theory]
    [InlineData("quic")]
    [InlineData("tcp")]
    public async Task A_function_that_is_killed_takes_only_what_was_handed_to_it(string transport)
    {
        await using StreamRig rig = new(transport);
        StreamProcess zipper = await rig.ZipperAsync(), sink = await rig.SinkAsync(), function = await rig.FunctionAsync(), source = await rig.SourceAsync(Rate);
        await StreamRig.UntilSeenAsync(sink, Some);
        await function.KillAsync();
        long last = sink.Messages.Last().Id, begun = Stopwatch.GetTimestamp();

        StreamProcess next = await rig.FunctionAsync();
        await StreamRig.UntilSeenBehindAsync(sink, last + Some);
        await StreamRig.UntilGoneAsync(zipper, "function 'triple'");
        Tell(sink, last, begun, (await next.EventAsync("ready")).At);
        await StreamRig.UntilSeenBehindAsync(sink, sink.Messages.Last().Id + Some);
        JsonElement sent = await source.EndAsync();
        await StreamRig.UntilSeenBehindAsync(sink, Count(sent, "sent") - 1);
        JsonElement counts = await zipper.EndAsync();

        Assert.Equal(0, Count(sent, "unsent"));
        List<long> missing = Missing(sink, Count(sent, "sent"));
        (int In, int Out, int Unsent) killed = StreamRig.Farewells(zipper, "function 'triple'")[0];
        int takenOver = killed.Out - killed.Unsent - killed.In;
        output.WriteLine($"lost {missing.Count}: {takenOver} with the function, {Count(counts, "dropped")} queued for it, {Count(counts, "unobserved")} while there was none");
        Assert.Equal(takenOver + Count(counts, "dropped") + Count(counts, "unobserved"), missing.Count);
        Assert.InRange(takenOver, 0, missing.Count);
        Assert.True(missing.Count == 0 || missing[0] > sink.Messages.ElementAt(Some - 1).Id, "nothing is lost before the kill");
    }

    [Theory]
    [InlineData("quic")]
    [InlineData("tcp")]
    public async Task A_zipper_that_is_killed_takes_only_what_was_handed_to_it_and_everybody_comes_back(string transport)
    {
        await using StreamRig rig = new(transport);
        StreamProcess zipper = await rig.ZipperAsync(), sink = await rig.SinkAsync(), function = await rig.FunctionAsync(), source = await rig.SourceAsync(Rate);
        await StreamRig.UntilSeenAsync(sink, Some);
        await zipper.KillAsync();
        long last = sink.Messages.Last().Id, begun = Stopwatch.GetTimestamp();

        StreamProcess next = await rig.ZipperAsync();
        await StreamRig.UntilSeenBehindAsync(sink, last + Some);
        Tell(sink, last, begun, (await next.EventAsync("ready")).At);
        JsonElement sent = await source.EndAsync();
        await StreamRig.UntilSeenBehindAsync(sink, Count(sent, "sent") - 1);
        await StreamRig.UntilGoneAsync(next, "source 'source'");
        JsonElement counts = await next.EndAsync();

        // The source sends in the order of the numbers: those behind this one went to the second zipper.
        long toSecond = Count(sent, "sent") - StreamRig.Farewells(next, "source 'source'").Sum(static one => one.In);
        List<long> missing = Missing(sink, Count(sent, "sent"));
        long[] first = [.. missing.Where(id => id < toSecond)];
        output.WriteLine($"lost {missing.Count}: {first.Length - Count(sent, "unsent")} with the zipper, {Count(sent, "unsent")} dropped by the source, {Count(counts, "unobserved")} observed by nobody yet, {Count(counts, "dropped")} dropped");
        Assert.Equal(Count(counts, "unobserved") + Count(counts, "dropped"), missing.Count - first.Length);
        Assert.InRange(Count(sent, "unsent"), 0, first.Length);
        // What went down with the zipper is the last of what was handed to it, without a gap.
        Assert.Equal(first.Length, toSecond - (first.Length == 0 ? toSecond : first[0]));
    }

    [SkippableFact]
    public async Task A_worker_that_is_killed_loses_the_messages_that_its_function_names()
    {
        Skip.IfNot(await Machine.Tools.ProbeAsync("clang", CancellationToken.None) is Availability.Ready, "clang is not installed");
        await using StreamRig rig = new("tcp");
        StreamProcess zipper = await rig.ZipperAsync(), sink = await rig.SinkAsync(), function = await rig.FunctionAsync("worker:native-clang"), source = await rig.SourceAsync(Rate);
        for (int kill = 1; kill <= 3; kill++)
        {
            await StreamRig.UntilSeenBehindAsync(sink, kill * Some);
            int worker = Assert.Single(StreamRig.ChildrenOf(function.Pid));
            long last = sink.Messages.Last().Id, begun = Stopwatch.GetTimestamp();
            StreamProcess.Kill(worker);
            await function.UntilAsync(() => Lost(function).Count >= kill, "the loss to be told");
            await StreamRig.UntilSeenBehindAsync(sink, last + 50);
            Tell(sink, Lost(function)[^1], begun, begun);
        }
        JsonElement sent = await source.EndAsync();
        await StreamRig.UntilSeenBehindAsync(sink, Count(sent, "sent") - 1);
        JsonElement handled = await function.EndAsync();
        await zipper.EndAsync();

        Assert.Equal(Lost(function), Missing(sink, Count(sent, "sent")));
        Assert.Equal(Lost(function).Count, handled.GetProperty("faults").GetProperty("Died").GetInt32());
        Assert.Equal(Count(sent, "sent") - Lost(function).Count, Count(handled, "handled"));
    }

    [Theory]
    [InlineData("quic")]
    [InlineData("tcp")]
    public async Task Of_a_source_that_is_killed_everything_arrives_that_reached_the_zipper(string transport)
    {
        await using StreamRig rig = new(transport);
        StreamProcess zipper = await rig.ZipperAsync(), sink = await rig.SinkAsync(), function = await rig.FunctionAsync(), source = await rig.SourceAsync(Rate);
        await StreamRig.UntilSeenAsync(sink, Some);
        await source.KillAsync();
        long begun = Stopwatch.GetTimestamp();
        await StreamRig.UntilGoneAsync(zipper, "source 'source'");
        (int In, int Out, int Unsent) killed = StreamRig.Farewells(zipper, "source 'source'")[0];
        await StreamRig.UntilSeenAsync(sink, killed.In);
        Assert.Equal(Enumerable.Range(0, killed.In).Select(static id => (long)id), sink.Messages.Select(static one => one.Id));

        StreamProcess next = await rig.SourceAsync(Rate);
        await StreamRig.UntilSeenAsync(sink, killed.In + Some);
        output.WriteLine($"first message of the next source {StreamRig.MillisecondsBetween((await next.EventAsync("ready")).At, sink.Messages.ElementAt(killed.In).At):0} ms after it was ready, {StreamRig.MillisecondsBetween(begun, sink.Messages.ElementAt(killed.In).At):0} ms after the kill");
        JsonElement sent = await next.EndAsync();
        await StreamRig.UntilSeenAsync(sink, killed.In + (int)Count(sent, "sent"));
        JsonElement handled = await function.EndAsync(), counts = await zipper.EndAsync();

        Assert.Equal(Enumerable.Range(0, (int)Count(sent, "sent")).Select(static id => (long)id), sink.Messages.Skip(killed.In).Select(static one => one.Id));
        Assert.Equal(killed.In + Count(sent, "sent"), Count(handled, "handled"));
        Assert.Equal((0, 0), (Count(counts, "unobserved"), Count(counts, "dropped")));
    }

    /// <summary>How long nothing came, and how soon after the node was back something did.</summary>
    private void Tell(StreamProcess sink, long last, long begun, long ready)
    {
        (long at, long id) = sink.Messages.First(one => one.Id > last);
        output.WriteLine($"message {id} came {StreamRig.MillisecondsBetween(ready, at):0} ms after the node was back, {StreamRig.MillisecondsBetween(begun, at):0} ms after the kill");
    }

    private static long Count(JsonElement said, string name) => said.GetProperty(name).GetInt64();

    private static List<long> Missing(StreamProcess sink, long sent)
    {
        (long At, long Id)[] seen = [.. sink.Messages];
        HashSet<long> ids = [.. seen.Select(static one => one.Id)];
        Assert.Equal(seen.Length, ids.Count);
        Assert.All(ids, id => Assert.InRange(id, 0, sent - 1));
        List<long> missing = [];
        for (long id = 0; id < sent; id++)
        {
            if (!ids.Contains(id))
                missing.Add(id);
        }
        return missing;
    }

    private static List<long> Lost(StreamProcess function) =>
        [.. LostMessage().Matches(function.Log).Select(static match => long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"message (\d+) is lost \(Died\)")]
    private static partial Regex LostMessage();
}
