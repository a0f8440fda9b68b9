using System.Buffers;
using Bench.Core;
using Bench.Y3;

namespace Bench.Fuzz;

/// <summary>Both readers and the writer of the Y3 codec, each against the others.</summary>
internal sealed class Y3Target : IFuzzTarget
{
    private static readonly Y3Options[] s_options =
    [
        Y3Options.Default,
        new() { Integers = Y3Integers.PVarInt },
        new() { MaxDepth = 2 },
        new() { MaxDepth = 0 },
        new() { Integers = Y3Integers.PVarInt, MaxLength = 63 },
        new() { MaxLength = int.MaxValue },
    ];

    private readonly SplitInput _split = new();
    private readonly byte[] _again = new byte[FuzzBuffer.Capacity];
    private readonly ScantOutput _output = new(FuzzBuffer.Capacity);

    public string Name => "y3";

    public string Summary => "both readers of the Y3 codec, whole and split, against each other and the writer";

    /// <summary>A string takes two bytes a character and a header of 22; packets of one character are the most expensive. Both readers make each.</summary>
    public AllocationLimit Limit => new(4096, 64);

    public void Generate(SplitMix random, FuzzBuffer buffer)
    {
        switch (random.Below(10))
        {
            case 0:
                Mutations.RandomBytes(random, buffer, random.Below(50) == 0 ? 4096 : 40);
                return;
            case 1 or 2:
                buffer.Append(Y3Corpus.All[random.Below(Y3Corpus.All.Count)]);
                break;
            default:
                Y3Messages.Append(random, buffer);
                break;
        }
        if (random.Below(8) == 0)
            Y3Messages.Nest(random, buffer);
        // Every fourth stays as it is: what is right must be read.
        for (int left = random.Below(4); left > 0; left--)
            Mutations.Mutate(random, buffer, Y3Corpus.All);
    }

    public void Examine(ReadOnlyMemory<byte> input, SplitMix choices)
    {
        Y3Options options = s_options[choices.Below(s_options.Length)];
        ReadOnlySpan<byte> message = input.Span;
        Y3Reader whole = new(message, options);
        OperationStatus status = Y3Twins.Walk(whole, new Y3SequenceReader(_split.Cut(input, choices), options), options, message.Length);
        FuzzFault.Unless(status is OperationStatus.Done or OperationStatus.NeedMoreData or OperationStatus.InvalidData, "a reader ends with Done, NeedMoreData or InvalidData");
        if (status != OperationStatus.Done)
            return;
        Shorter(message, message.Length == 0 ? 0 : choices.Below(message.Length), options);
        Again(message, options, choices);
    }

    /// <summary>The beginning of what is right is never wrong.</summary>
    private static void Shorter(ReadOnlySpan<byte> message, int length, Y3Options options)
    {
        Y3Reader whole = new(message, options);
        Y3Reader begun = new(message[..length], options);
        while (begun.Read())
        {
            whole.Read();
            FuzzFault.UnlessEqual((whole.Tag, whole.Position), (begun.Tag, begun.Position), "a message that ends too early has the packets of the whole one");
        }
        FuzzFault.UnlessEqual(begun.Position == length ? OperationStatus.Done : OperationStatus.NeedMoreData, begun.Status, "a message that ends too early needs more data");
    }

    private void Again(ReadOnlySpan<byte> message, Y3Options options, SplitMix choices)
    {
        Y3Writer writer = new(_again, options);
        Y3Twins.Copy(new Y3Reader(message, options), ref writer);
        FuzzFault.UnlessEqual(OperationStatus.Done, writer.Finish(), "what was read fits where it came from when it is written again");
        int length = (int)writer.Written;
        FuzzFault.Unless(length <= message.Length, "what is written again takes no more bytes");
        ReadOnlySpan<byte> again = _again.AsSpan(0, length);
        Y3Twins.SameTree(new Y3Reader(message, options), new Y3Reader(again, options));

        Y3Writer scant = new(_output.Anew(choices), options);
        Y3Twins.Copy(new Y3Reader(message, options), ref scant);
        scant.Finish();
        FuzzFault.Unless(again.SequenceEqual(_output.Written), "a buffer writer gets the bytes that a span gets");

        if (length == 0)
            return;
        Y3Writer small = new(_again.AsSpan(0, choices.Below(length)), options);
        Y3Twins.Copy(new Y3Reader(message, options), ref small);
        FuzzFault.UnlessEqual(OperationStatus.DestinationTooSmall, small.Finish(), "a span that is too small is said to be");
    }
}
