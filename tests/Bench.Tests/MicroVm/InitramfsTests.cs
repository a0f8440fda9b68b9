using System.Text;
using Bench.Backends.MicroVm;

namespace Bench.Tests.MicroVm;

public sealed class InitramfsTests
{
    [Fact]
    public void A_file_is_a_header_in_hexadecimal_its_name_and_its_content_each_padded_to_four_bytes()
    {
        using MemoryStream stream = new();
        new Initramfs(stream).AddFile("init", "12345"u8);

        Assert.Equal("070701" + "00000001" + "000081ED" + "00000000" + "00000000" + "00000001" + "00000000" + "00000005"
            + "00000000" + "00000000" + "00000000" + "00000000" + "00000005" + "00000000" + "init\0\0" + "12345\0\0\0", Encoding.ASCII.GetString(stream.ToArray()));
    }

    [Fact]
    public void A_device_has_its_numbers_and_a_folder_no_content()
    {
        using MemoryStream stream = new();
        Initramfs archive = new(stream);
        archive.AddFolder("dev");
        long folder = stream.Length;
        archive.AddCharacterDevice("dev/ttyS1", 4, 65);

        string text = Encoding.ASCII.GetString(stream.ToArray());
        Assert.StartsWith("07070100000001000041ED", text, StringComparison.Ordinal);
        Assert.Equal("000000040000004100" + "00000A00000000", text.Substring((int)folder + 78, 32));
        Assert.StartsWith("0707010000000200002180", text[(int)folder..], StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_is_an_entry_of_its_own()
    {
        using MemoryStream stream = new();
        new Initramfs(stream).Finish();

        Assert.EndsWith("TRAILER!!!\0\0\0\0", Encoding.ASCII.GetString(stream.ToArray()), StringComparison.Ordinal);
        Assert.Equal(0, stream.Length % 4);
    }
}
