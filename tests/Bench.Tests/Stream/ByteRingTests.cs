using Bench.Streaming;

namespace Bench.Tests;

public sealed class ByteRingTests
{
    [Fact]
    public void Bytes_come_out_in_the_order_they_went_in_however_it_grows_and_wraps()
    {
        ByteRing ring = new(1 << 14);
        Random random = new(3);
        byte[] piece = new byte[5000];
        byte next = 0, expected = 0;
        for (int i = 0; i < 5000; i++)
        {
            int length = random.Next(piece.Length);
            for (int k = 0; k < length; k++)
                piece[k] = (byte)(next + k);
            next += (byte)ring.Put(piece.AsSpan(0, length));
            Assert.InRange(ring.Count, 0, 1 << 14);
            int taken = ring.Take(piece.AsSpan(0, random.Next(piece.Length)));
            for (int k = 0; k < taken; k++)
                Assert.Equal(expected++, piece[k]);
        }
    }

    [Fact]
    public void A_full_ring_takes_no_more_and_has_no_room_to_fill()
    {
        ByteRing ring = new(1 << 13);
        Assert.Equal(1 << 13, ring.Put(new byte[10_000]));
        Assert.Equal(0, ring.Put([1]));
        Assert.True(ring.Back().IsEmpty);
        ring.Release(10);
        Assert.Equal(10, ring.Room);
        Assert.False(ring.Back().IsEmpty);
    }

    [Fact]
    public void What_is_being_sent_stays_while_the_ring_grows_under_it()
    {
        ByteRing ring = new(1 << 16);
        ring.Put([1, 2, 3]);
        ReadOnlySpan<byte> sending = ring.Front();
        ring.Put(new byte[20_000]);
        Assert.Equal([1, 2, 3], sending.ToArray());
        ring.Release(3);
        Assert.Equal(20_000, ring.Count);
    }
}
