using System.Buffers;
using Bench.Y3;

namespace Bench.Micro;

/// <summary>The messages in Y3: a node of sequence id 0 around the pairs, each under its key, as published.</summary>
internal static class Y3Pairs
{
    internal static readonly Y3Tag Root = Y3Tag.Node(0);

    /// <summary>Stops at the key; values before it are skipped by their length.</summary>
    public static long Take(ReadOnlySpan<byte> message, Y3Tag key, PairKind kind)
    {
        Y3Reader root = new(message);
        if (!root.Read())
            throw Broken(root.Status);
        Y3Reader pairs = root.Enter();
        while (pairs.Read())
            if (pairs.Tag == key)
                return Value(pairs, kind);
        return pairs.Status == OperationStatus.Done ? PairContent.Absent : throw Broken(pairs.Status);
    }

    /// <summary>Looks at what has arrived after each chunk, from the first packet that was not whole before.</summary>
    /// <param name="chunks">Those that had to arrive.</param>
    public static long Take(ReadOnlySequence<byte>[] arrivals, Y3Tag key, PairKind kind, out int chunks)
    {
        // The root's own value would be whole with the last chunk only: its header is passed over, and its packets are taken as they come.
        if (Y3Header.TryRead(arrivals[0].FirstSpan, out Y3Header root) is not OperationStatus.Done and OperationStatus status)
            throw Broken(status);
        long consumed = root.Size;
        for (chunks = 1; chunks <= arrivals.Length; chunks++)
        {
            Y3SequenceReader pairs = new(arrivals[chunks - 1].Slice(consumed));
            while (pairs.Read())
                if (pairs.Tag == key)
                    return Value(pairs, kind);
            if (pairs.Status == OperationStatus.InvalidData)
                throw Broken(pairs.Status);
            consumed += pairs.Position;
        }
        chunks = arrivals.Length;
        return PairContent.Absent;
    }

    /// <param name="values">Gets the bits of all values, by their keys.</param>
    /// <returns>How many there were.</returns>
    public static int DecodeAll(ReadOnlySpan<byte> message, Span<long> values)
    {
        Y3Reader root = new(message);
        if (!root.Read())
            throw Broken(root.Status);
        Y3Reader pairs = root.Enter();
        int count = 0;
        while (pairs.Read())
        {
            int key = pairs.Tag.Id;
            OperationStatus status;
            long bits;
            switch (PairContent.KindOf[key])
            {
                case PairKind.Text:
                    // Not through the reader: a call that takes its address would keep it out of registers.
                    status = Y3Primitive.ReadString(pairs.Value, out string text);
                    bits = PairContent.Bits(text);
                    break;
                case PairKind.Int32:
                    status = pairs.GetInt32(out int int32);
                    bits = PairContent.Bits(int32);
                    break;
                case PairKind.UInt32:
                    status = pairs.GetUInt32(out uint uint32);
                    bits = PairContent.Bits(uint32);
                    break;
                case PairKind.Int64:
                    status = pairs.GetInt64(out long int64);
                    bits = PairContent.Bits(int64);
                    break;
                case PairKind.UInt64:
                    status = pairs.GetUInt64(out ulong uint64);
                    bits = PairContent.Bits(uint64);
                    break;
                case PairKind.Single:
                    status = pairs.GetSingle(out float single);
                    bits = PairContent.Bits(single);
                    break;
                default:
                    status = pairs.GetDouble(out double wide);
                    bits = PairContent.Bits(wide);
                    break;
            }
            if (status != OperationStatus.Done)
                throw Broken(status);
            values[key] = bits;
            count++;
        }
        return pairs.Status == OperationStatus.Done ? count : throw Broken(pairs.Status);
    }

    /// <returns>Bytes written.</returns>
    public static int Encode(Span<byte> destination, PairValues values, int count)
    {
        Y3Writer writer = new(destination);
        Y3Scope root = writer.Begin(Root);
        for (int key = 1; key <= count; key++)
            switch (PairContent.KindOf[key])
            {
                case PairKind.Text:
                    writer.WriteString(key, values.Text);
                    break;
                case PairKind.Int32:
                    writer.WriteInt32(key, values.Int32);
                    break;
                case PairKind.UInt32:
                    writer.WriteUInt32(key, values.UInt32);
                    break;
                case PairKind.Int64:
                    writer.WriteInt64(key, values.Int64);
                    break;
                case PairKind.UInt64:
                    writer.WriteUInt64(key, values.UInt64);
                    break;
                case PairKind.Single:
                    writer.WriteSingle(key, values.Single);
                    break;
                default:
                    writer.WriteDouble(key, values.Double);
                    break;
            }
        writer.End(root);
        return writer.Finish() == OperationStatus.Done ? (int)writer.Written : throw Broken(writer.Status);
    }

    private static long Value(Y3Reader pair, PairKind kind)
    {
        (OperationStatus status, long bits) = kind switch
        {
            PairKind.Text => (pair.GetString(out string text), PairContent.Bits(text)),
            PairKind.Int32 => (pair.GetInt32(out int int32), PairContent.Bits(int32)),
            PairKind.UInt32 => (pair.GetUInt32(out uint uint32), PairContent.Bits(uint32)),
            PairKind.Int64 => (pair.GetInt64(out long int64), PairContent.Bits(int64)),
            PairKind.UInt64 => (pair.GetUInt64(out ulong uint64), PairContent.Bits(uint64)),
            PairKind.Single => (pair.GetSingle(out float single), PairContent.Bits(single)),
            _ => (pair.GetDouble(out double wide), PairContent.Bits(wide)),
        };
        return status == OperationStatus.Done ? bits : throw Broken(status);
    }

    private static long Value(Y3SequenceReader pair, PairKind kind)
    {
        (OperationStatus status, long bits) = kind switch
        {
            PairKind.Text => (pair.GetString(out string text), PairContent.Bits(text)),
            PairKind.Int32 => (pair.GetInt32(out int int32), PairContent.Bits(int32)),
            PairKind.UInt32 => (pair.GetUInt32(out uint uint32), PairContent.Bits(uint32)),
            PairKind.Int64 => (pair.GetInt64(out long int64), PairContent.Bits(int64)),
            PairKind.UInt64 => (pair.GetUInt64(out ulong uint64), PairContent.Bits(uint64)),
            PairKind.Single => (pair.GetSingle(out float single), PairContent.Bits(single)),
            _ => (pair.GetDouble(out double wide), PairContent.Bits(wide)),
        };
        return status == OperationStatus.Done ? bits : throw Broken(status);
    }

    internal static InvalidDataException Broken(OperationStatus status) => new($"the Y3 message cannot be read: {status}");
}
