using Bench.Workloads;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

public sealed class TlvDecodeTests
{
    private static readonly TlvDecode s_kernel = new();

    /// <summary>Tags and lengths that are known, impossible or of another kind.</summary>
    internal static readonly string[] Pieces =
    [
        "\x00", "\x01\x00", "\x10\x00", "\x11\x01\xff", "\x11\x05\x00\x80\x00\x00\x00", "\x12\x08\x80\x00\x00\x00\x00\x00\x00\x00", "\x12\x00", "\x13\x01\x00", "\x93\x00", "\x14\x01\x40", "\x16\x04\x7f\x80\x00\x00", "\x18\x00", "\x18\x02\x01\x00",
        "\x18\x01\x02", "\x19\x00", "\xd9\x03\x00\x01\x05", "\x1a\x00", "\x3f\x01\x00", "\x81", "\x81\x00", "\x40", "\x7f", "\x80\x00", "\x80\x80\x00", "\x80\x80\x80\x80\x80\x00", "\x87\xff\xff\xff\x7f", "\xff\x7f",
    ];

    [Theory]
    [InlineData("8100")]
    [InlineData("810310017a")]
    [InlineData("81031101ff")]                               // 4294967295
    [InlineData("8107110500ffffff7f", false)]                // beyond 32 bits
    [InlineData("81061104ffffffff")]                         // longer than necessary
    [InlineData("811212080000000000000001120800000000000000ff", false)]
    [InlineData("810a1208000000000000000a")]
    [InlineData("810b120900000000000000000a", false)]        // nine bytes
    [InlineData("81021200", false)]                          // an empty number
    [InlineData("81021700", false)]
    [InlineData("8107160541460000ff", false)]                // five bytes are no float
    [InlineData("81021800")]                                 // empty is false
    [InlineData("81041802017f")]
    [InlineData("810993071401401502c010")]
    [InlineData("81049303140140", false)]                    // the node reaches out of the root
    [InlineData("8105d903000105")]
    [InlineData("8105d903000205", false)]                    // the item reaches out of the slice
    [InlineData("8108d906010105000107")]                     // an item of another id is unknown
    [InlineData("8104190200ff")]                             // the id of the slice, but no slice
    [InlineData("8104be02ffff")]                             // what is in an unknown node is not looked at
    [InlineData("81803f", false)]
    [InlineData("818004100141ff", false)]
    [InlineData("81800310017a")]                             // a length that is longer than necessary
    [InlineData("818080808003100141")]
    [InlineData("81808080808003100141", false)]              // six bytes of length
    [InlineData("817f", false)]                              // negative
    [InlineData("8140", false)]
    [InlineData("81ff7f", false)]
    [InlineData("8187ffffff7f", false)]                      // longer than there is
    [InlineData("", false)]
    [InlineData("81", false)]
    [InlineData("8180", false)]
    [InlineData("0100", false)]                              // no root
    [InlineData("81008100", false)]                          // two roots
    public void A_message_is_read_or_malformed_as_the_codec_has_it(string hex, bool isMessage = true)
    {
        byte[] bytes = Convert.FromHexString(hex);
        ulong? folded = SensorMessages.Decode(s_kernel, bytes);
        Assert.Equal(ReferenceTlv.Decode(bytes)?.Fold(0), folded);
        Assert.Equal(isMessage, folded is not null);
    }

    [Theory]
    [InlineData(0x10, SensorMessage.DeviceMax)]
    [InlineData(0x1a, SensorMessage.NoteMax)]
    public void A_text_that_does_not_fit_is_malformed(byte tag, int capacity)
    {
        Assert.NotNull(SensorMessages.Decode(s_kernel, Packet(0x81, Packet(tag, new byte[capacity]))));
        Assert.Null(SensorMessages.Decode(s_kernel, Packet(0x81, Packet(tag, new byte[capacity + 1]))));
    }

    [Theory]
    [InlineData(SensorMessage.SamplesMax, true)]
    [InlineData(SensorMessage.SamplesMax + 1, false)]
    public void A_slice_that_does_not_fit_is_malformed(int items, bool isMessage)
    {
        byte[] message = Packet(0x81, Packet(0xd9, [.. Enumerable.Repeat<byte[]>([0, 1, 7], items).SelectMany(static item => item)]));
        Assert.Equal(isMessage, SensorMessages.Decode(s_kernel, message) is not null);
    }

    [Fact]
    public void Spoilt_messages_are_read_as_the_codec_reads_them_and_nothing_is_thrown()
    {
        int read = 0;
        Prop.ForAll(SensorMessages.Spoilt(s_kernel, Pieces).ToArbitrary(), bytes =>
        {
            ulong? folded = SensorMessages.Decode(s_kernel, bytes);
            read += folded is null ? 0 : 1;
            Assert.Equal(ReferenceTlv.Decode(bytes)?.Fold(0), folded);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20000).WithReplay(20260131, 1));
        Assert.InRange(read, 500, 15000);
    }

    private static byte[] Packet(byte tag, byte[] value) =>
        [tag, (byte)(0x80 | value.Length >> 14), (byte)(0x80 | (value.Length >> 7 & 0x7f)), (byte)(value.Length & 0x7f), .. value];
}
