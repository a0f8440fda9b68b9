using System.IO.Compression;
using Bench.Training;

namespace Bench.Tests;

public sealed class IdxFileTests : IDisposable
{
    private static readonly byte[] s_good = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_array_is_read_with_its_sizes()
    {
        IdxFile file = Read(s_good);
        Assert.Equal([2, 3], file.Sizes);
        Assert.Equal([1, 2, 3, 4, 5, 6], file.Elements);
    }

    [Fact]
    public void Whatever_is_cut_off_is_missed()
    {
        for (int length = 0; length < s_good.Length; length++)
            Assert.Equal("truncated", Refusal(s_good[..length]));
    }

    [Fact]
    public void What_follows_the_elements_is_refused() => Assert.Equal("more than the 6 elements that its header says", Refusal([.. s_good, 0]));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 9)]
    [InlineData(3, 1)]
    [InlineData(3, 3)]
    public void Another_type_or_number_of_dimensions_is_refused(int at, byte value) =>
        Assert.Matches("^wrong magic [0-9a-f]{8}, expected 00000802$", Refusal(Changed(at, value)));

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void A_size_beyond_all_memory_is_refused_before_any_is_taken(int at) => Assert.Equal("more than 100000000 elements", Refusal(Changed(at, 0xff)));

    [Fact]
    public void A_fault_is_said_with_the_name_of_the_file()
    {
        Assert.Equal("some.gz: truncated", Assert.Throws<InvalidDataException>(() => IdxFile.ReadCompressed(Compressed(s_good[..^1]), 2)).Message);
        string file = _folder["other.gz"];
        File.WriteAllBytes(file, "<html>not found</html>"u8);
        string message = Assert.Throws<InvalidDataException>(() => IdxFile.ReadCompressed(file, 2)).Message;
        Assert.StartsWith("other.gz: ", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Changed_at_random_a_file_is_read_or_refused_in_one_line()
    {
        byte[] whole = File.ReadAllBytes(Compressed(s_good));
        Random random = new(1);
        for (int round = 0; round < 2000; round++)
        {
            byte[] changed = [.. whole];
            for (int i = random.Next(4); i >= 0; i--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            string file = _folder["changed.gz"];
            File.WriteAllBytes(file, round % 2 == 0 ? changed : changed[..random.Next(changed.Length)]);
            try
            {
                Assert.Equal(6, IdxFile.ReadCompressed(file, 2).Elements.Length);
            }
            catch (InvalidDataException e)
            {
                Assert.Matches("^changed\\.gz: [^\\n]+$", e.Message);
            }
        }
    }

    [Fact]
    public void Images_and_labels_must_be_as_many()
    {
        LabelledImages images = LabelledImages.Of(Images(2), Labels(3, 9), "train");
        Assert.Equal((2, 9), (images.Count, images.Label(1)));
        Assert.Equal("train: 2 images and 3 labels, expected as many of both", Refusal(Images(2), Labels(3, 9, 0)));
        Assert.Equal("train: label 1 is 10, expected 0 to 9", Refusal(Images(2), Labels(3, 10)));
        Assert.Equal("train: images of 28 x 27 pixels, expected 28 x 28", Refusal(new IdxFile([2, 28, 27], new byte[2 * 28 * 27]), Labels(3, 9)));
    }

    private static IdxFile Images(int count) => new([count, 28, 28], new byte[count * 28 * 28]);

    private static IdxFile Labels(params byte[] labels) => new([labels.Length], labels);

    private static IdxFile Read(byte[] bytes) => IdxFile.Read(new MemoryStream(bytes), dimensions: 2);

    private static string Refusal(byte[] bytes) => Assert.Throws<InvalidDataException>(() => Read(bytes)).Message;

    private static string Refusal(IdxFile images, IdxFile labels) => Assert.Throws<InvalidDataException>(() => LabelledImages.Of(images, labels, "train")).Message;

    private static byte[] Changed(int at, byte value)
    {
        byte[] changed = [.. s_good];
        changed[at] = value;
        return changed;
    }

    private string Compressed(byte[] bytes)
    {
        string file = _folder["some.gz"];
        using GZipStream stream = new(File.Create(file), CompressionLevel.Optimal);
        stream.Write(bytes);
        return file;
    }
}
