using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Bench.FakeChild;

/// <summary>Stands for any node of a stream: says what such a node says, and writes the marks that it would have, without a single message.</summary>
/// <remarks>Arguments: messages, the origin of all instants in ticks, the fault of one node as NODE:FAULT or <c>none</c>, then the node's own command line.</remarks>
internal static class StreamNode
{
    private const byte Sent = 0x33, Reply = 0x34;

    /// <summary>Numbers of Bench.Streaming.StreamStage with their tags, node by node; a message passes them a microsecond apart.</summary>
    private static readonly (string Node, byte Stage, byte Tag)[] s_way =
    [
        ("source", 0, Sent), ("source", 1, Sent), ("source", 2, Sent), ("zipper", 3, Sent), ("zipper", 4, Sent), ("function", 5, Sent), ("function", 6, Sent), ("function", 7, Sent),
        ("function", 8, Sent), ("function", 9, Sent), ("function", 10, Sent), ("zipper", 3, Reply), ("zipper", 4, Reply), ("sink", 11, Reply), ("sink", 12, Reply),
    ];

    internal static int Run(string[] args)
    {
        int messages = int.Parse(args[0], CultureInfo.InvariantCulture);
        long origin = long.Parse(args[1], CultureInfo.InvariantCulture);
        string node = args[3], fault = args[2].StartsWith(node + ":", StringComparison.Ordinal) ? args[2][(node.Length + 1)..] : "none";
        using ManualResetEventSlim asked = new();
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            asked.Set();
        });
        switch (fault)
        {
            case "refuse":
                Console.Error.WriteLine($"bench: no {node} here; ./bench setup");
                return 2;
            case "die":
                Console.Error.WriteLine("bench: out of luck");
                return 7;
            case "mute":
                asked.Wait();
                return 0;
        }
        Console.WriteLine("""{"event":"ready","endpoint":"127.0.0.1:1"}""");
        if (fault == "die-later")
        {
            Console.Error.WriteLine("bench: out of luck, later");
            return 7;
        }
        // A source that feeds a cold start is given far more messages than it ever sends.
        bool finite = node == "sink" || (node == "source" && Array.IndexOf(args, "--count") is > 0 and int count && args[count + 1] == args[0]);
        if (!finite || fault == "hang")
            asked.Wait();
        int lost = fault.StartsWith("lose-", StringComparison.Ordinal) ? int.Parse(fault[5..], CultureInfo.InvariantCulture) : 0;
        if (Array.IndexOf(args, "--trace") is > 0 and int trace)
            Save(args[trace + 1], node, messages - lost, origin);
        if (fault == "silent")
            return 0;
        long first = Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency);
        Console.WriteLine(node switch
        {
            "source" => $$"""{"event":"end","sent":{{messages}},"seconds":1.0,"firstTicks":{{first}}}""",
            "sink" => $$"""{"event":"end","received":{{messages - lost + 1}},"duplicates":1,"lost":{{lost}},"firstTicks":{{first}},"lastTicks":{{first + Stopwatch.Frequency}}}""",
            _ => """{"event":"end","framesIn":1,"framesOut":1,"dropped":0,"handled":1,"faults":{}}""",
        });
        return 0;
    }

    private static void Save(string path, string node, int messages, long origin)
    {
        using FileStream file = File.Create(path);
        Span<byte> record = stackalloc byte[24];
        file.Write("BSTRACE1"u8);
        BinaryPrimitives.WriteInt64LittleEndian(record, Stopwatch.Frequency);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], 0);
        file.Write(record[..16]);
        for (int message = 0; message < messages; message++)
            for (int step = 0; step < s_way.Length; step++)
            {
                if (s_way[step].Node != node)
                    continue;
                record.Clear();
                BinaryPrimitives.WriteInt64LittleEndian(record, message);
                BinaryPrimitives.WriteInt64LittleEndian(record[8..], origin + (message * 1_000_000L) + (step * 1000L));
                (record[16], record[17]) = (s_way[step].Stage, s_way[step].Tag);
                file.Write(record);
            }
    }
}
