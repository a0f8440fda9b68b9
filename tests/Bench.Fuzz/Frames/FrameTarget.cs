using System.Buffers;
using System.Text;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Fuzz;

/// <summary>What a client sends to a zipper: in pieces of any size the same frames and the same end, and nothing but the two exceptions that close a connection.</summary>
internal sealed class FrameTarget : IFuzzTarget
{
    private static readonly FrameOptions s_options = new() { MaxFrameBytes = 1 << 15 };

    private readonly SplitInput _split = new();
    private readonly List<string> _whole = [], _pieces = [];
    private readonly byte[] _again = new byte[FuzzBuffer.Capacity];

    public string Name => "frames";

    public string Summary => "frames of YoMo, whole and in pieces, parsed as a zipper does it";

    /// <summary>Two readers, of which one has buffers of its own; each frame is described in words for the comparison.</summary>
    public AllocationLimit Limit => new(128 << 10, 300);

    public void Generate(SplitMix random, FuzzBuffer buffer)
    {
        if (random.Below(10) == 0)
        {
            Mutations.RandomBytes(random, buffer, 60);
            return;
        }
        if (random.Below(4) != 0)
            FrameMessages.AppendHandshake(random, buffer);
        for (int left = random.Below(4); left > 0; left--)
            FrameMessages.AppendData(random, buffer);
        if (random.Below(8) == 0)
            buffer.Append(GoAwayFrame.Encode(new CloseReason(random.Next() >> 2, "good\nbye")));
        for (int left = random.Below(4); left > 0; left--)
            Mutations.Mutate(random, buffer, FrameMessages.Corpus);
    }

    public void Examine(ReadOnlyMemory<byte> input, SplitMix choices)
    {
        string whole = ReadWhole(input.Span);
        string pieces = ReadPieces(_split.Cut(input, choices));
        FuzzFault.UnlessEqual(whole, pieces, "in pieces of any size a connection ends alike");
        FuzzFault.Unless(_whole.SequenceEqual(_pieces), "in pieces of any size the same frames come");
    }

    private string ReadWhole(ReadOnlySpan<byte> input)
    {
        _whole.Clear();
        try
        {
            while (Frame.TryFind(input, s_options.MaxFrameBytes, out int size, out int body))
            {
                _whole.Add(Describe(input[..size], body, first: _whole.Count == 0));
                input = input[size..];
            }
            return input.IsEmpty ? "" : $"the stream ends {input.Length} bytes into a frame";
        }
        catch (Exception e) when (e is FrameException or StreamClosedException)
        {
            return OneLine(e.Message);
        }
    }

    private string ReadPieces(ReadOnlySequence<byte> input)
    {
        _pieces.Clear();
        FrameConnection connection = new(new PieceConnection(input), s_options, null, StreamStage.Sent);
        try
        {
            while (Completed(connection.FillAsync(CancellationToken.None)))
            {
                while (connection.TryTake(out ReadOnlyMemory<byte> frame, out int body))
                    _pieces.Add(Describe(frame.Span, body, first: _pieces.Count == 0));
            }
            return "";
        }
        catch (Exception e) when (e is FrameException or StreamClosedException)
        {
            return OneLine(e.Message);
        }
    }

    private string Describe(ReadOnlySpan<byte> frame, int body, bool first)
    {
        if (first && frame[0] == FrameKind.Handshake)
        {
            HandshakeFrame handshake = HandshakeFrame.Parse(frame[body..]);
            OneLine(handshake.Name);
            return $"{handshake.Kind} {handshake.Name} {handshake.ObservedTags?.Count} {handshake.Credential.Kind}";
        }
        if (!RunningFrames.IsData(frame, body))
            return "";
        ReadOnlySpan<byte> value = frame[body..];
        DataFrame data = DataFrame.Parse(value);
        ReadOnlySpan<byte> transaction = value.Slice(data.TransactionStart, data.TransactionLength), bytes = value.Slice(data.DataStart, data.DataLength);
        int length = DataFrame.Write(_again, data.Tag, transaction, bytes, data.Broadcast);
        FuzzFault.Unless(Frame.TryFind(_again.AsSpan(0, length), int.MaxValue, out int size, out int again) && size == length, "a frame that is written again is one frame");
        ReadOnlySpan<byte> copy = _again.AsSpan(again, length - again);
        DataFrame second = DataFrame.Parse(copy);
        FuzzFault.UnlessEqual((data.Tag, data.Broadcast), (second.Tag, second.Broadcast), "a frame that is written again says the same");
        FuzzFault.Unless(copy.Slice(second.TransactionStart, second.TransactionLength).SequenceEqual(transaction) && copy.Slice(second.DataStart, second.DataLength).SequenceEqual(bytes), "a frame that is written again holds the same");
        return $"{data.Tag} {data.TransactionStart} {data.TransactionLength} {data.DataStart} {data.DataLength} {data.Broadcast}";
    }

    private static bool Completed(ValueTask<bool> read)
    {
        FuzzFault.Unless(read.IsCompleted, "a reader does not wait for what is there");
        return read.GetAwaiter().GetResult();
    }

    /// <summary>What a peer says is shown to people: it must not end a line or steer a terminal.</summary>
    private static string OneLine(string text)
    {
        foreach (Rune one in text.EnumerateRunes())
            FuzzFault.Unless(!Rune.IsControl(one), "what a peer says has no control characters when it is shown");
        FuzzFault.Unless(text.Length < 1000, "what a peer says is short when it is shown");
        return text;
    }
}
