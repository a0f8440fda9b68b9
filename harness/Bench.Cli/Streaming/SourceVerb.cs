using System.CommandLine;
using System.Diagnostics;
using Bench.Core;
using Bench.Streaming;
using Bench.Streams;

namespace Bench.Cli;

/// <summary>A source: a synthetic sensor or images at a rate, or the lines of standard input.</summary>
internal sealed class SourceVerb : IVerb
{
    private const string Unbounded = "max";

    private readonly Option<string> _tag = new("--tag") { Description = "Of the data", DefaultValueFactory = static _ => "0x33" };
    private readonly Option<string> _rate = new("--rate") { HelpName = "N|max", Description = "Messages a second, sent when they are due whatever the zipper does", DefaultValueFactory = static _ => "10" };
    private readonly Option<string> _arrival = new("--arrival") { HelpName = "fixed|poisson", Description = "Intervals between messages", DefaultValueFactory = static _ => "fixed" };
    private readonly Option<TimeSpan?> _duration = new("--duration") { HelpName = "T", Description = "Such as 10s; until it is stopped, if not given", CustomParser = Durations.Parse };
    private readonly Option<long?> _count = new("--count") { Description = "Messages to send" };
    private readonly Option<bool> _lines = new("--lines") { Description = "Send the lines of standard input instead of making values up" };
    private readonly Option<int> _seed = new("--seed") { Description = "Of values and intervals", DefaultValueFactory = static _ => 1 };
    private readonly StreamNode _node = new();

    public int Order => 11;
    public string Example => "./bench source --to localhost:9000 --tag 0x33 --rate 100 --duration 10s";

    public Command Create(CliContext context)
    {
        Command command = new("source", "Sends messages to a zipper: a synthetic sensor or images at a rate, or the lines of standard input.") { _tag, _rate, _arrival, _duration, _count, _lines, _seed };
        _node.AddTo(command);
        command.SetAction((parsed, ct) => StreamNode.RunAsync(() => RunAsync(context, parsed, ct)));
        return command;
    }

    private async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        byte tag = TagOption.Parse(parsed.GetValue(_tag)!);
        long count = parsed.GetValue(_count) ?? long.MaxValue;
        TimeSpan duration = parsed.GetValue(_duration) ?? TimeSpan.MaxValue;
        Random random = new(parsed.GetValue(_seed));
        Intervals intervals = IntervalsOf(parsed, random);
        Payload payload = parsed.GetValue(_lines) ? new Payload(PayloadKind.Bytes, 0) : _node.Payload(parsed);
        IPayloadCodec? codec = _node.Codec(parsed, payload.Kind)?.Invoke();
        await using SourceValues values = parsed.GetValue(_lines) ? new InputLines() : await SourceValues.OfAsync(payload, random, context.Tools, ct);
        NodeReport report = _node.Report(parsed);
        StreamSourceOptions options = _node.Fill(new StreamSourceOptions { Name = "source", Tag = tag }, parsed, report);
        await using StreamSource source = await StreamNode.ConnectAsync(() => StreamSource.ConnectAsync(_node.Address(parsed), options, ct), ct);
        report.Say("ready", $"source is connected to {_node.Address(parsed)}");
        bool whenDue = !values.SetThePace && !intervals.Unbounded;
        long sent = 0, began = Stopwatch.GetTimestamp();
        try
        {
            for (long due = began; sent < count && Stopwatch.GetElapsedTime(began, due) < duration && !source.Completion.IsCompleted; sent++, due += intervals.Next())
            {
                if (await values.NextAsync(ct) is not ReadOnlyMemory<byte> value)
                    break;
                if (whenDue)
                    await WaitUntilAsync(due, ct);
                else
                    due = Stopwatch.GetTimestamp();
                Mark(report.Trace, sent, tag, due);
                await source.WriteAsync(tag, sent, codec?.Encode(value) ?? value, ct);
            }
            await source.FlushAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Told to end: what was accepted is still sent.
        }
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (source.Completion.IsFaulted)
            await source.Completion;
        await source.DisposeAsync();
        report.SaveTrace();
        report.Say("end", $"sent {sent} messages in {seconds:0.00} s", ("sent", sent), ("seconds", seconds), ("unsent", source.Unsent), ("firstTicks", began));
    }

    private static void Mark(StreamTrace? trace, long transaction, byte tag, long due)
    {
        if (trace is null || !trace.Wants(transaction))
            return;
        trace.Mark(transaction, tag, StreamStage.Intended, due);
        trace.Mark(transaction, tag, StreamStage.Encoding, Stopwatch.GetTimestamp());
    }

    // Sleeping ends late by up to a tick of the scheduler: the last stretch is waited out on the core, giving it to whoever wants it.
    private static async ValueTask WaitUntilAsync(long due, CancellationToken ct)
    {
        long margin = Stopwatch.Frequency / 500;
        while (due - Stopwatch.GetTimestamp() is > 0 and long left)
        {
            ct.ThrowIfCancellationRequested();
            if (left > margin)
                await Task.Delay(TimeSpan.FromSeconds((double)(left - (margin / 2)) / Stopwatch.Frequency), ct);
            else
                Thread.Sleep(0);
        }
    }

    private Intervals IntervalsOf(ParseResult parsed, Random random)
    {
        string rate = parsed.GetValue(_rate)!, arrival = parsed.GetValue(_arrival)!;
        if (arrival is not ("fixed" or "poisson"))
            throw new UsageException($"--arrival is fixed or poisson, not '{arrival}'");
        if (rate == Unbounded)
            return new Intervals(0, false, random);
        return double.TryParse(rate, out double perSecond) && perSecond is > 0 and <= 1e7
            ? new Intervals(Stopwatch.Frequency / perSecond, arrival == "poisson", random)
            : throw new UsageException($"--rate is a number of messages a second, or max, not '{rate}'");
    }

    private sealed class Intervals(double ticks, bool poisson, Random random)
    {
        private double _rest;

        internal bool Unbounded => ticks == 0;

        internal long Next()
        {
            _rest += poisson ? -Math.Log(1 - random.NextDouble()) * ticks : ticks;
            long whole = (long)_rest;
            _rest -= whole;
            return whole;
        }
    }
}
