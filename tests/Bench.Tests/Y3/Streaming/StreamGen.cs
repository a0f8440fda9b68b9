using Bench.Y3;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <param name="Ids">Some that are in roots, perhaps some that are not.</param>
/// <param name="Roots">Where the values of root packets are.</param>
internal sealed record GeneratedStream(byte[] Bytes, int[] Ids, Range[] Roots)
{
    /// <summary>Offsets inside the stream from any numbers.</summary>
    internal int[] Cuts(IEnumerable<int> numbers) => [.. numbers.Select(number => number % (Bytes.Length + 1))];
}

/// <summary>Random streams of root packets, with other packets between them.</summary>
internal static class StreamGen
{
    internal static Gen<GeneratedStream> Streams { get; } =
        from messages in Message.ListOf()
        from picks in Gen.Choose(0, 4095).NonEmptyListOf()
        select Stream([.. messages], [.. picks.Take(4)]);

    private static Gen<PacketTree[]> Message => Gen.Frequency(
        (4, PacketGen.Messages.Generator.Select(static packets => (PacketTree[])[new PacketTree { Tag = "81", Packets = packets }])),
        (1, PacketGen.Messages.Generator));

    private static GeneratedStream Stream(PacketTree[][] messages, int[] picks)
    {
        PacketTree[] inside = [.. messages.SelectMany(static packets => packets).Where(static packet => packet.Tag == "81").SelectMany(static root => PacketTree.Flat(root.Packets ?? []))];
        int[] ids = [.. picks.Select(pick => inside.Length > 0 && pick % 8 > 0 ? inside[pick % inside.Length].Y3Tag.Id : pick % 64).Distinct()];
        List<byte> bytes = [];
        List<Range> roots = [];
        foreach (PacketTree packet in messages.SelectMany(static packets => packets))
        {
            byte[] encoded = PacketTree.Encoded([packet]);
            Y3Header.TryRead(encoded, out Y3Header header);
            if (packet.Tag == "81" && header.Length > 0)
                roots.Add((bytes.Count + header.Size)..(bytes.Count + encoded.Length));
            bytes.AddRange(encoded);
        }
        return new GeneratedStream([.. bytes], ids, [.. roots]);
    }
}
