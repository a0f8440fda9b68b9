using System.Buffers.Binary;
using System.Buffers.Text;
using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Cli;

/// <summary>A sink: shows or counts what comes out of a stream.</summary>
internal sealed class SinkVerb : IVerb
{
    private const int ShownBytes = 32;

    private readonly Option<string[]> _observe = TagOption.Observe("Tags to observe");
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Count messages, do not show them" };
    private readonly Option<long?> _count = new("--count") { HelpName = "N", Description = "End when so many different messages have come" };
    private readonly Option<long?> _expect = new("--expect") { HelpName = "N", Description = "Transaction ids go from 0 to N-1: say how many are lost" };
    private readonly Option<string?> _images = new("--images") { HelpName = "TAG", Description = "With --pictures: the tag of the images that are answered; observed too, not counted" };
    private readonly Option<FileInfo?> _pictures = new("--pictures") { HelpName = "FILE", Description = "Write the images with their answers to this file at the end, a JSON object a line" };
    private readonly StreamNode _node = new();

    public int Order => 13;
    public string Example => "./bench sink --to localhost:9000 --observe 0x34";

    public Command Create(CliContext context)
    {
        Command command = new("sink", "Shows what comes out of a stream, or counts it.") { _observe, _quiet, _count, _expect, _images, _pictures };
        _node.AddTo(command);
        command.SetAction((parsed, ct) => StreamNode.RunAsync(() => RunAsync(parsed, ct)));
        return command;
    }

    private async Task RunAsync(ParseResult parsed, CancellationToken ct)
    {
        byte[] tags = [.. parsed.GetValue(_observe)!.Select(TagOption.Parse)];
        if (tags.Length == 0)
            throw new UsageException("--observe is missing: which tags?");
        NodeReport report = _node.Report(parsed);
        bool quiet = parsed.GetValue(_quiet) || report.Json;
        PictureBook? book = BookOf(parsed);
        Tally tally = new(report.Trace, quiet, parsed.GetValue(_count) ?? long.MaxValue, book);
        if (book is not null)
            tags = [.. tags, book.ImageTag];
        StreamFunctionOptions options = _node.Fill(new StreamFunctionOptions { Name = "sink", Observe = tags, IsSink = true, IsBrief = quiet, Codec = _node.Codec(parsed), Host = StreamFunctionOptions.From(tally.Take) }, parsed, report);
        await using StreamFunction sink = await StreamNode.ConnectAsync(() => StreamFunction.ConnectAsync(_node.Address(parsed), options, ct), ct);
        report.Say("ready", $"sink '{options.Name}' observes {string.Join(", ", tags.Select(static tag => $"0x{tag:X2}"))}");
        await StreamNode.UntilStoppedAsync(Task.WhenAny(sink.Completion, tally.Complete).Unwrap(), ct);
        await sink.DisposeAsync();
        report.SaveTrace();
        book?.Save(parsed.GetValue(_pictures)!.FullName);
        long lost = parsed.GetValue(_expect) is long expected ? expected - (tally.Received - tally.Duplicates) : 0;
        report.Say("end", $"received {tally.Received}, twice {tally.Duplicates}, lost {(parsed.GetValue(_expect) is null ? "unknown (--expect)" : lost)}",
            ("received", tally.Received), ("duplicates", tally.Duplicates), ("lost", lost), ("firstTicks", tally.First), ("lastTicks", tally.Last));
    }

    private PictureBook? BookOf(ParseResult parsed) => (parsed.GetValue(_images), parsed.GetValue(_pictures)) switch
    {
        (null, null) => null,
        (string tag, not null) => new PictureBook(TagOption.Parse(tag)),
        _ => throw new UsageException("--images and --pictures are given together: the tag of the images, and the file to write"),
    };

    /// <summary>Counts messages by their numbers, those of each tag for themselves; those without a number are all different.</summary>
    private sealed class Tally(StreamTrace? trace, bool quiet, long last, PictureBook? book)
    {
        private const int LargestNumber = 1 << 30, Tags = 0x40;
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly byte[]?[] _seen = new byte[Tags][];

        internal long Received { get; private set; }
        internal long Duplicates { get; private set; }
        internal long First { get; private set; }
        internal long Last { get; private set; }

        /// <summary>As many different messages have come as were to.</summary>
        internal Task Complete => _complete.Task;

        internal void Take(FunctionCall call)
        {
            book?.Take(call);
            if (call.Tag == book?.ImageTag)
                return;
            Last = Stopwatch.GetTimestamp();
            if (Received++ == 0)
                First = Last;
            ReadOnlySpan<byte> id = call.Transaction.Span;
            if (Utf8Parser.TryParse(id, out long number, out int used) && used == id.Length && number is >= 0 and < LargestNumber)
                Count(call.Tag, (int)number);
            if (trace is not null && trace.Wants(id, out long traced))
                trace.Mark(traced, call.Tag, StreamStage.Done);
            if (!quiet)
                Console.WriteLine($"{Encoding.UTF8.GetString(id)}  0x{call.Tag:X2}  {call.Data.Length} B  {Shown(call.Data.Span)}");
            if (Received - Duplicates >= last)
                _complete.TrySetResult();
        }

        private void Count(byte tag, int number)
        {
            ref byte[]? seen = ref _seen[tag];
            seen ??= new byte[1 << 16];
            if (number / 8 >= seen.Length)
                Array.Resize(ref seen, Math.Max(seen.Length * 2, (number / 8) + 1));
            byte bit = (byte)(1 << (number % 8));
            if ((seen[number / 8] & bit) != 0)
                Duplicates++;
            seen[number / 8] |= bit;
        }

        private static string Shown(ReadOnlySpan<byte> data)
        {
            if (data.Length is > 0 && !data.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
                return Encoding.ASCII.GetString(data);
            string bytes = Convert.ToHexString(data[..Math.Min(data.Length, ShownBytes)]);
            return data.Length switch
            {
                sizeof(float) => $"{bytes} ({BinaryPrimitives.ReadSingleBigEndian(data):R})",
                sizeof(double) => $"{bytes} ({BinaryPrimitives.ReadDoubleBigEndian(data):R})",
                > ShownBytes => $"{bytes}…",
                _ => bytes,
            };
        }
    }
}
