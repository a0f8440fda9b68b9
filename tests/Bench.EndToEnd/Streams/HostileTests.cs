using System.Text.Json;
using Bench.Core;
using Xunit;
using Xunit.Abstractions;

namespace Bench.EndToEnd;

/// <summary>
/// Odd and damaged frames, and datagrams that are none, against a live zipper: it lives on, takes no more memory, and a stream
/// through it loses nothing. BENCH_STORM_FRAMES sets another number of frames than a million.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class HostileTests(ITestOutputHelper output)
{
    private const int AllFrames = 1_000_000, Datagrams = 20_000, Rate = 100;
    private const double MostGrowth = 1.2;
    private static readonly TimeSpan s_storm = TimeSpan.FromMinutes(10);

    private static long Frames => long.TryParse(Environment.GetEnvironmentVariable("BENCH_STORM_FRAMES"), out long frames) ? frames : AllFrames;

    [Theory]
    [InlineData("quic")]
    [InlineData("tcp")]
    public async Task Frames_of_all_kinds_and_datagrams_that_are_none_harm_nobody_else(string transport)
    {
        await using StreamRig rig = new(transport);
        StreamProcess zipper = await rig.ZipperAsync(), sink = await rig.SinkAsync();
        await rig.FunctionAsync();
        StreamProcess source = await rig.SourceAsync(Rate);
        await StreamRig.UntilSeenAsync(sink, Rate);
        // The first half makes the zipper as large as it gets: pools, compiled code, a heap for as many clients at once.
        await StormAsync(rig, transport, Frames / 2, transport == "tcp" ? 0 : Datagrams / 2, seed: 1);
        long before = zipper.ResidentBytes;
        await StormAsync(rig, transport, Frames - (Frames / 2), transport == "tcp" ? 0 : Datagrams - (Datagrams / 2), seed: 2);
        long after = zipper.ResidentBytes;
        await StreamRig.UntilSeenAsync(sink, sink.Messages.Count + Rate);
        JsonElement sent = await source.EndAsync();
        long last = sent.GetProperty("sent").GetInt64() - 1;
        await StreamRig.UntilSeenBehindAsync(sink, last);
        JsonElement counts = await zipper.EndAsync();

        output.WriteLine($"resident memory {before >> 20} MiB after a half, {after >> 20} MiB at the end; the zipper took {counts.GetProperty("framesIn").GetInt64():N0} messages, closed {counts.GetProperty("faulty").GetInt64():N0} connections for a fault and refused {counts.GetProperty("refused").GetInt64():N0}");
        Assert.Equal(Enumerable.Range(0, (int)last + 1).Select(static id => (long)id), sink.Messages.Select(static one => one.Id));
        // All but the damaged ones are frames that a zipper has to take.
        Assert.InRange(counts.GetProperty("framesIn").GetInt64(), Frames * 9 / 10, long.MaxValue);
        Assert.InRange(counts.GetProperty("faulty").GetInt64(), 1, long.MaxValue);
        Assert.InRange(after, 1, (long)(before * MostGrowth));
    }

    private async Task StormAsync(StreamRig rig, string transport, long frames, long datagrams, int seed)
    {
        string fuzz = AppContext.BaseDirectory.Replace("Bench.EndToEnd", "Bench.Fuzz", StringComparison.Ordinal) + "Bench.Fuzz.dll";
        CapturedOutput storm = await ChildProcess.CaptureAsync(Command.Of("dotnet", fuzz, "storm", "--to", rig.EndPoint, "--pin", rig.Fingerprint, "--transport", transport,
            "--frames", $"{frames}", "--datagrams", $"{datagrams}", "--seed", $"{seed}", "--spare", "51", "--spare", "52"), s_storm, CancellationToken.None);
        Assert.True(storm.Succeeded, storm.Describe());
        output.WriteLine(storm.Stdout.Trim());
    }
}
