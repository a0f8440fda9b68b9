using Bench.Core;
using Bench.Streaming;
using Bench.Y3;

namespace Bench.Fuzz;

/// <summary>Frames that a zipper has to take, as odd as they may be, with their kinds and lengths marked.</summary>
internal static class FrameMessages
{
    private static readonly int[] s_sizes = [0, 1, 4, 8, 20, 61, 62, 63, 64, 65, 100, 300];

    internal static IReadOnlyList<byte[]> Corpus { get; } = Y3Corpus.Load("yomo-");

    /// <summary>A handshake of a source with any name.</summary>
    internal static void AppendHandshake(SplitMix random, FuzzBuffer buffer)
    {
        string name = new('n', random.Below(70));
        byte[] frame = new HandshakeFrame(name, ClientKind.Source, null, random.Below(4) == 0 ? Credential.AppKey("id", name) : Credential.None).Encode();
        Append(buffer, frame);
    }

    /// <summary>A data frame; in every fourth there are packets that no version of YoMo knows, or one of them twice.</summary>
    /// <param name="spared">Tags that the data does not get.</param>
    internal static void AppendData(SplitMix random, FuzzBuffer buffer, ulong spared = 0)
    {
        byte tag = (byte)random.Below(DataFrame.MaxTag + 1);
        while ((spared & (1UL << tag)) != 0)
            tag = (byte)random.Below(DataFrame.MaxTag + 1);
        Span<byte> transaction = stackalloc byte[random.Below(40)];
        Fill(random, transaction);
        int size = random.Below(1000) == 0 ? 20_000 : s_sizes[random.Below(s_sizes.Length)];
        byte[] data = new byte[size];
        Fill(random, data);
        byte[] frame = new byte[DataFrame.Size(transaction.Length, size, true)];
        int length = DataFrame.Write(frame, tag, transaction, data, random.Below(8) == 0);
        if (random.Below(4) == 0 && Frame.TryFind(frame.AsSpan(0, length), int.MaxValue, out _, out int body))
            frame = WithMore(random, frame.AsSpan(body, length - body));
        else
            Array.Resize(ref frame, length);
        Append(buffer, frame);
    }

    private static byte[] WithMore(SplitMix random, ReadOnlySpan<byte> body)
    {
        // Unknown primitives only: another node of a known kind would take the place of the first.
        byte[] more = new byte[2 + random.Below(30)];
        Fill(random, more);
        more[0] = (byte)(random.Below(0x20) + 0x05);
        more[1] = (byte)(more.Length - 2);
        byte[] frame = new byte[Frame.Size(body.Length + more.Length)];
        int header = Frame.WriteHeader(frame, FrameKind.Data, body.Length + more.Length);
        bool first = random.Below(2) == 0;
        body.CopyTo(frame.AsSpan(header + (first ? more.Length : 0)));
        more.CopyTo(frame.AsSpan(header + (first ? 0 : body.Length)));
        return frame;
    }

    private static void Append(FuzzBuffer buffer, ReadOnlySpan<byte> frame)
    {
        if (buffer.Room < frame.Length)
            return;
        buffer.Mark(buffer.Length);
        buffer.Mark(buffer.Length + 1);
        if (Y3Header.TryRead(frame, out Y3Header header) == System.Buffers.OperationStatus.Done && frame.Length > header.Size + 1)
        {
            buffer.Mark(buffer.Length + header.Size);
            buffer.Mark(buffer.Length + header.Size + 1);
        }
        buffer.Append(frame);
    }

    // Letters as well, but no digits: a number would be the id of somebody's message.
    private static void Fill(SplitMix random, Span<byte> bytes)
    {
        bool letters = random.Below(2) == 0;
        foreach (ref byte one in bytes)
        {
            one = letters ? (byte)('a' + random.Below(26)) : (byte)random.Next();
            if (one is >= (byte)'0' and <= (byte)'9')
                one = 0xFF;
        }
    }
}
