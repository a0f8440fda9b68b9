using Bench.Core;
using Bench.Streaming;

namespace Bench.Streams;

/// <summary>Joins the marks of all nodes by transaction and splits each message's latency into parts that add up to it.</summary>
public sealed class MessageLedger
{
    private static readonly StreamStage[] s_function =
        [StreamStage.FunctionIn, StreamStage.Handling, StreamStage.Decoded, StreamStage.GuestEntered, StreamStage.GuestLeft, StreamStage.Replied];

    private static readonly string[] s_first = ["source-lateness", "source-codec", "to-zipper"];
    private static readonly string[] s_last = ["zipper-reply", "to-sink", "sink-codec"];

    private MessageLedger(IReadOnlyList<string> parts, IReadOnlyList<MessageTimes> messages, int unjoined, int reordered, int underWay) =>
        (Parts, Messages, Unjoined, Reordered, UnderWay) = (parts, messages, unjoined, reordered, underWay);

    /// <summary>Names of <see cref="MessageTimes.Parts"/>, phases of <see cref="StreamPhases.Ledger"/>.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>Those of which every mark is there, in the order in which they should have been sent.</summary>
    public IReadOnlyList<MessageTimes> Messages { get; }

    /// <summary>Messages that arrived but lack a mark in between: they are in no number but this.</summary>
    public int Unjoined { get; }

    /// <summary>
    /// Messages of which a mark was older than the one before it: a node notes that it has handed a frame over when the next one may
    /// have read it already. Such a part counts as nothing and the next one as shorter.
    /// </summary>
    public int Reordered { get; }

    /// <summary>Messages that were sent and did not arrive.</summary>
    public int UnderWay { get; }

    /// <param name="warmUp">Messages that should have been sent within this time after the first one do not count.</param>
    public static MessageLedger Of(StreamTraces traces, TimeSpan warmUp)
    {
        Columns columns = new(traces);
        bool[] guests = [.. Enumerable.Range(0, traces.Functions.Count).Select(columns.KnowsGuest)];
        int[] order = [.. columns.Order(guests)];
        List<MessageTimes> messages = [];
        int unjoined = 0, reordered = 0, underWay = 0;
        long begin = columns.FirstIntended + (warmUp.Ticks * TimeSpan.NanosecondsPerTick);
        foreach (long[] instants in columns.Rows.Where(row => row[0] != 0 && row[0] >= begin))
        {
            if (instants[^1] == 0)
                underWay++;
            else if (order.Any(column => instants[column] == 0))
                unjoined++;
            else
                messages.Add(Split(instants, order, ref reordered));
        }
        messages.Sort(static (one, other) => one.Intended.CompareTo(other.Intended));
        return new MessageLedger(PartsOf(guests), messages, unjoined, reordered, underWay);
    }

    private static MessageTimes Split(long[] instants, int[] order, ref int reordered)
    {
        long[] parts = new long[order.Length - 1];
        long last = instants[order[0]], done = Math.Max(instants[^1], last);
        bool moved = instants[^1] < last;
        for (int i = 1; i < order.Length; i++)
        {
            long at = i == order.Length - 1 ? done : Math.Clamp(instants[order[i]], last, done);
            moved |= at != instants[order[i]];
            (parts[i - 1], last) = (at - last, at);
        }
        reordered += moved ? 1 : 0;
        return new MessageTimes(instants[0], done - instants[0], parts);
    }

    private static IReadOnlyList<string> PartsOf(bool[] guests)
    {
        List<string> parts = [.. s_first];
        for (int hop = 0; hop < guests.Length; hop++)
        {
            string[] names = ["zipper", "to-function", "function-queue", "decode", .. guests[hop] ? (string[])["entry", "guest", "exit"] : [StreamPhases.Call], "from-function"];
            parts.AddRange(names.Select(name => hop == 0 ? name : $"{name}-{hop + 1}"));
        }
        return [.. parts, .. s_last];
    }

    /// <summary>Instants of each message, a column for each step of its way; 0 where there is no mark.</summary>
    private sealed class Columns
    {
        private const int BeforeZipper = 3;
        private const int OfHop = 8;
        private readonly Dictionary<long, long[]> _rows = [];
        private readonly int _hops;

        internal Columns(StreamTraces traces)
        {
            _hops = traces.Functions.Count;
            if (traces.Tags.Count != _hops + 1)
                throw new ArgumentException($"{_hops} functions need {_hops + 1} tags, not {traces.Tags.Count}", nameof(traces));
            foreach (StreamMark mark in traces.Source.Where(static mark => mark.Stage <= StreamStage.Sent))
                Put(mark, (int)mark.Stage);
            foreach (StreamMark mark in traces.Zipper)
                for (int pass = 0; pass <= _hops; pass++)
                    if (mark.Tag == traces.Tags[pass] && mark.Stage is StreamStage.ZipperIn or StreamStage.ZipperOut)
                        Put(mark, BeforeZipper + (OfHop * pass) + (mark.Stage == StreamStage.ZipperIn ? 0 : 1));
            for (int hop = 0; hop < _hops; hop++)
                foreach (StreamMark mark in traces.Functions[hop])
                    if (Array.IndexOf(s_function, mark.Stage) is >= 0 and int step)
                        Put(mark, BeforeZipper + (OfHop * hop) + 2 + step);
            foreach (StreamMark mark in traces.Sink.Where(static mark => mark.Stage is StreamStage.SinkIn or StreamStage.Done))
                Put(mark, Width - (mark.Stage == StreamStage.SinkIn ? 2 : 1));
        }

        internal IEnumerable<long[]> Rows => _rows.Values;
        internal long FirstIntended => _rows.Values.Select(static row => row[0]).Where(static at => at != 0).DefaultIfEmpty().Min();
        private int Width => BeforeZipper + (OfHop * _hops) + 4;

        internal bool KnowsGuest(int hop) => _rows.Values.Any(row => row[Guest(hop)] != 0);

        /// <summary>The columns that a whole message has.</summary>
        internal IEnumerable<int> Order(bool[] guests) => Enumerable.Range(0, Width)
            .Where(column => !Enumerable.Range(0, _hops).Any(hop => !guests[hop] && (column == Guest(hop) || column == Guest(hop) + 1)));

        private static int Guest(int hop) => BeforeZipper + (OfHop * hop) + 2 + Array.IndexOf(s_function, StreamStage.GuestEntered);

        private void Put(StreamMark mark, int column)
        {
            if (!_rows.TryGetValue(mark.Transaction, out long[]? row))
                _rows[mark.Transaction] = row = new long[Width];
            // Of a message that came twice the first counts.
            if (row[column] == 0 || mark.Timestamp < row[column])
                row[column] = mark.Timestamp;
        }
    }
}
