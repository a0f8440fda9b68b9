using System.Buffers;
using System.Text.Json;
using Bench.Core;
using Bench.Y3;

namespace Bench.Fuzz;

/// <summary>What people look at: the dump and the JSON of any bytes.</summary>
internal sealed class Y3NotationTarget : IFuzzTarget
{
    private static readonly Y3Options[] s_options = [new() { MaxLength = int.MaxValue }, new() { MaxLength = int.MaxValue, Integers = Y3Integers.PVarInt }];

    private readonly Y3Target _messages = new();
    private readonly byte[] _again = new byte[FuzzBuffer.Capacity];

    public string Name => "y3-notation";

    public string Summary => "the dump and the JSON of messages, against the readers";

    /// <summary>A line for each packet, which is two bytes or more: its text, as far to the right as 64 nodes are deep, and what its value can be.</summary>
    public AllocationLimit Limit => new(1 << 18, 4096);

    public void Generate(SplitMix random, FuzzBuffer buffer) => _messages.Generate(random, buffer);

    public void Examine(ReadOnlyMemory<byte> input, SplitMix choices)
    {
        Y3Options options = s_options[choices.Below(s_options.Length)];
        ArrayBufferWriter<byte> text = new();
        OperationStatus status;
        int offset;
        using (Utf8JsonWriter json = new(text))
            status = Y3Json.Write(input.Span, json, out offset, options);

        MemoryStream bytes = new(input.ToArray());
        Y3DumpFault? fault = Y3Dump.Write(bytes, TextWriter.Null, new Y3DumpOptions { Integers = options.Integers, MaxBytes = choices.Below(30), Colours = choices.Below(2) == 0 });
        FuzzFault.UnlessEqual(status == OperationStatus.Done, fault is null, "a dump finds a fault where a reader does");
        // Of a message that is not whole, a dump says where the input ends, a reader where the message begins.
        FuzzFault.Unless(status != OperationStatus.InvalidData || fault!.Offset == offset, "a dump finds a fault at the offset where a reader does");
        FuzzFault.Unless(fault is null || (fault.Offset >= offset && fault.Offset <= input.Length), "a fault is inside the input");
        if (status != OperationStatus.Done)
        {
            FuzzFault.UnlessEqual(0, text.WrittenCount, "what is no message becomes no JSON");
            return;
        }
        ArrayBufferWriter<byte> again = new();
        Y3Json.Read(text.WrittenSpan, again, options);
        Y3Writer writer = new(_again, options);
        Y3Twins.Copy(new Y3Reader(input.Span, options), ref writer);
        writer.Finish();
        FuzzFault.Unless(again.WrittenSpan.SequenceEqual(_again.AsSpan(0, (int)writer.Written)), "a message comes back from JSON as the same bytes");
    }
}
