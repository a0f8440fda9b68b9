using Bench.Workloads;

namespace Bench.Tests;

public sealed class BlazeFaceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void In_tiles_it_has_the_bits_of_plain_loops(int seed)
    {
        byte[] model = ModelFile.Of(seed);
        float[] input = ModelFile.Input(seed);
        BlazeFaceOutput expected = PlainBlazeFace.Run(model, input), actual = new();

        new BlazeFace(model).Run(input, actual);

        Assert.Contains(expected.Scores, static score => score > 0.01f);
        Assert.Equal(expected.Scores, actual.Scores);
        Assert.Equal(expected.Boxes, actual.Boxes);
    }

    [Fact]
    public void Nothing_of_an_image_is_left_for_the_next_one()
    {
        BlazeFace network = new(ModelFile.Of(1));
        BlazeFaceOutput first = new(), again = new();
        network.Run(ModelFile.Input(1), first);
        network.Run(ModelFile.Input(2), again);
        network.Run(ModelFile.Input(1), again);

        Assert.Equal(first.Scores, again.Scores);
        Assert.Equal(first.Boxes, again.Boxes);
    }

    [Fact]
    public void A_model_with_another_bit_is_damaged()
    {
        byte[] model = ModelFile.Of(1);
        model[200_000] ^= 4;
        Assert.Equal("the model is damaged (checksum)", Refusal(model));
    }

    [Theory]
    [InlineData(0, "not a BlazeFace model")]
    [InlineData(11, "not a BlazeFace model")]
    [InlineData(12, "the model is damaged (length)")]
    [InlineData(400_000, "the model is damaged (length)")]
    public void A_truncated_model_is_refused(int length, string reason) => Assert.Equal(reason, Refusal(ModelFile.Of(1)[..length]));

    [Fact]
    public void Another_network_is_refused_even_if_it_is_whole()
    {
        byte[] body = ModelFile.Of(1)[12..];
        Assert.Equal("another model than BlazeFace", Refusal(ModelFile.Of(1, stem: 1 << 30)));
        Assert.Equal("another model than BlazeFace", Refusal(ModelFile.Behind(body[..400_000])));
        Assert.Equal("another model than BlazeFace", Refusal(ModelFile.Behind([.. body, 0])));
        Assert.Equal("not a BlazeFace model", Refusal("an ONNX file perhaps"u8.ToArray()));
    }

    private static string Refusal(byte[] model) => Assert.Throws<InvalidDataException>(() => new BlazeFace(model)).Message;
}
