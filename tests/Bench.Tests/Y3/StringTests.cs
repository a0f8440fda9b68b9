using System.Buffers;
using System.Text;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>Strings are UTF-8, or a fault.</summary>
public sealed class StringTests
{
    [Fact]
    public void A_byte_is_its_character_below_0x80_and_a_fault_from_there_on()
    {
        for (int one = 0; one <= 0xFF; one++)
            Assert.Equal(
                one < 0x80 ? (OperationStatus.Done, $"{(char)one}") : (OperationStatus.InvalidData, ""),
                (Y3Primitive.ReadString([(byte)one], out string value), value));
    }

    [Fact]
    public void A_character_of_several_bytes_counts_wherever_it_stands_in_a_long_text()
    {
        for (int at = 0; at <= 70; at++)
        {
            string text = new string('a', at) + "é€🙂" + new string('z', 70 - at);
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Assert.Equal((OperationStatus.Done, text), (Y3Primitive.ReadString(bytes, out string whole), whole));
            bytes[at] = 0xFF;
            Assert.Equal((OperationStatus.InvalidData, ""), (Y3Primitive.ReadString(bytes, out string none), none));
        }
    }
}
