using System.Buffers;
using Bench.Core;
using Bench.Y3;

namespace Bench.Fuzz;

/// <summary>The scanner of streams: cut anywhere it finds the same, and of whole messages what a reader finds.</summary>
internal sealed class Y3ScannerTarget : IFuzzTarget
{
    private static readonly Y3Options s_options = new() { MaxLength = int.MaxValue };

    private readonly Y3Target _messages = new();
    private readonly FuzzBuffer _part = new();
    private readonly SplitInput _split = new();
    private readonly List<Found> _whole = new(FuzzBuffer.Capacity);
    private readonly List<Found> _other = new(FuzzBuffer.Capacity);

    public string Name => "y3-scanner";

    public string Summary => "the scanner of Y3 streams, in chunks of any size, against a reader of the whole";

    /// <summary>Three scanners; what they find is kept in lists that have their size.</summary>
    public AllocationLimit Limit => new(8192, 0);

    public void Generate(SplitMix random, FuzzBuffer buffer)
    {
        for (int left = 1 + random.Below(3); left > 0; left--)
        {
            _part.Clear();
            _messages.Generate(random, _part);
            if (random.Below(8) != 0)
                Y3Messages.Wrap(_part, Y3Tag.Node(Y3Message.RootId));
            int begin = buffer.Length;
            buffer.Append(_part.Bytes);
            foreach (int mark in _part.Marks)
                if (begin + mark < buffer.Length)
                    buffer.Mark(begin + mark);
        }
        if (random.Below(4) == 0)
            Mutations.Mutate(random, buffer, Y3Corpus.All);
    }

    public void Examine(ReadOnlyMemory<byte> input, SplitMix choices)
    {
        Span<int> ids = stackalloc int[choices.Below(4)];
        foreach (ref int id in ids)
            id = choices.Below(4) == 0 ? choices.Below(Y3Tag.MaxId + 1) : Present(input.Span, choices);

        ReadOnlySequence<byte> pieces = _split.Cut(input, choices);
        (OperationStatus Status, long Offset) whole = Scan(new Y3Scanner(ids, s_options), new ReadOnlySequence<byte>(input), _whole);
        FuzzFault.UnlessEqual(whole, Scan(new Y3Scanner(ids, s_options), pieces, _other), "in chunks of any size a scanner ends alike");
        FuzzFault.Unless(_whole.SequenceEqual(_other), "in chunks of any size a scanner finds the same");

        _other.Clear();
        ulong observed = 0;
        foreach (int id in ids)
            observed |= 1UL << id;
        (OperationStatus status, long offset) = Read(new Y3Reader(input.Span, s_options), observed);
        // A reader waits for the end of a root before it looks inside.
        if (status != OperationStatus.NeedMoreData)
        {
            FuzzFault.UnlessEqual((status, status == OperationStatus.Done ? whole.Offset : offset), whole, "a scanner ends as a reader of the whole does");
            FuzzFault.Unless(_whole.SequenceEqual(_other), "a scanner finds what a reader of the whole finds");
        }
        else
        {
            FuzzFault.Unless(whole.Status != OperationStatus.Done && _whole.Count >= _other.Count && _whole.Take(_other.Count).SequenceEqual(_other), "a scanner finds no less than a reader that waits");
        }
    }

    /// <summary>A byte of the input is the id of one of its packets more often than any other number is.</summary>
    private static int Present(ReadOnlySpan<byte> input, SplitMix choices) => input.IsEmpty ? 0 : input[choices.Below(input.Length)] & Y3Tag.MaxId;

    private static (OperationStatus Status, long Offset) Scan(Y3Scanner scanner, ReadOnlySequence<byte> input, List<Found> found)
    {
        found.Clear();
        foreach (ReadOnlyMemory<byte> piece in input)
        {
            ReadOnlySpan<byte> rest = piece.Span;
            while (scanner.Read(ref rest))
                found.Add(new Found(scanner.Tag, scanner.Offset, scanner.Header.Length, scanner.Length, scanner.Depth));
            FuzzFault.Unless(rest.IsEmpty || scanner.Status != OperationStatus.Done, "a scanner leaves nothing behind but a fault");
        }
        OperationStatus status = scanner.End();
        return (status, status == OperationStatus.Done ? scanner.Position : scanner.Offset);
    }

    /// <summary>By the rules of the scanner: inside roots, the first of each id.</summary>
    private (OperationStatus Status, long Offset) Read(Y3Reader reader, ulong observed)
    {
        while (reader.Read())
        {
            ulong missing = observed;
            if (reader.Tag == Y3Tag.Node(Y3Message.RootId) && observed != 0 && ReadInside(reader.Enter(), ref missing) is { Status: OperationStatus.InvalidData } fault)
                return fault;
        }
        return (reader.Status, reader.Offset);
    }

    private (OperationStatus Status, long Offset) ReadInside(Y3Reader reader, ref ulong missing)
    {
        while (missing != 0 && reader.Read())
        {
            ulong bit = 1UL << reader.Tag.Id;
            if ((missing & bit) != 0)
            {
                missing &= ~bit;
                _other.Add(new Found(reader.Tag, reader.Offset, reader.ValueOffset - reader.Offset, reader.Value.Length, reader.Depth));
            }
            if (missing != 0 && reader.Tag.IsNode && ReadInside(reader.Enter(), ref missing) is { Status: OperationStatus.InvalidData } fault)
                return fault;
        }
        return missing == 0 ? (OperationStatus.Done, 0) : (reader.Status, reader.Offset);
    }

    private readonly record struct Found(Y3Tag Tag, long Offset, int HeaderSize, int Length, int Depth);
}
