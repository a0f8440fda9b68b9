using System.Runtime.InteropServices;
using System.Text;
using Bench.Core;
using Bench.Workloads;

namespace Bench.Tests;

/// <summary>The network of image-classify in C# and, under the sanitizers of a C compiler, in C.</summary>
public sealed class FashionNetworkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void In_tiles_it_has_the_bits_of_plain_loops(int seed)
    {
        byte[] model = PlainFashion.Model(seed);
        FashionNetwork network = new(model);
        float[] scores = new float[FashionNetwork.Classes];
        for (int image = 0; image < 3; image++)
        {
            network.Run(PlainFashion.Image(image), scores);
            Assert.Equal(PlainFashion.Run(model, PlainFashion.Image(image)), scores);
        }
    }

    [Fact]
    public void A_damaged_or_another_model_is_refused()
    {
        Assert.Equal("the model is damaged (checksum)", Refusal([.. PlainFashion.Model(1)[..^1], 0x55]));
        Assert.Equal("the model is damaged (length)", Refusal(PlainFashion.Model(1)[..20_000]));
        Assert.Equal("not a fashion model", Refusal(ModelFile.Of(1)));
        Assert.Equal("another model than fashion", Refusal(PlainFashion.Model(1, firstChannels: 1 << 30)));
    }

    [SkippableFact]
    public async Task In_C_it_has_the_same_bits()
    {
        string program = await CompileAsync();
        byte[] model = PlainFashion.Model(3);
        byte[][] images = [.. Enumerable.Range(0, 5).Select(PlainFashion.Image)];

        Assert.Equal("", await RunAsync(program, model, [.. images.SelectMany(static image => image)]));

        float[] scores = MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(_folder["out"])).ToArray();
        Assert.Equal(images.SelectMany(image => PlainFashion.Run(model, image)), scores);
    }

    [SkippableFact]
    public async Task In_C_a_model_is_refused_with_the_same_words()
    {
        string program = await CompileAsync();
        byte[] model = PlainFashion.Model(1), body = model[12..];
        foreach (byte[] bad in (byte[][])[[], model[..11], model[..12], model[..20_000], [.. model[..^1], 0x55], ModelFile.Of(1),
            PlainFashion.Model(1, firstChannels: 1 << 30), PlainFashion.Behind(body[..20_000]), PlainFashion.Behind([]), PlainFashion.Behind([.. body, 0])])
            Assert.Equal(Refusal(bad) + "\n", await RunAsync(program, bad, []));
    }

    [Fact]
    public void Scores_that_are_enormous_or_equal_have_a_probability()
    {
        float[] scores = [-1000, 1000, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal((1, 1.0), (FashionNetwork.Best(scores), FashionNetwork.Confidence(scores)));
        Assert.Equal((0, 0.1), (FashionNetwork.Best(new float[10]), FashionNetwork.Confidence(new float[10])));
    }

    [Fact]
    public void Fewer_images_than_there_are_give_as_many_lines()
    {
        ImageClassify workload = new();
        workload.Prepare(3);
        workload.Compute(3);
        using MemoryStream output = new();
        workload.Print(output);
        string[] expected = File.ReadAllLines(Path.Combine(Repo.Root, "workloads", "image-classify", "expected", "20.txt"));
        Assert.Equal(expected[..3], Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Refusal(byte[] model) => Assert.Throws<InvalidDataException>(() => new FashionNetwork(model)).Message;

    /// <returns>What is wrong with the model; empty if there are scores in the file <c>out</c>.</returns>
    private async Task<string> RunAsync(string program, byte[] model, byte[] images)
    {
        await File.WriteAllBytesAsync(_folder["model"], model);
        await File.WriteAllBytesAsync(_folder["images"], images);
        CapturedOutput result = await ChildProcess.CaptureAsync(Command.Of(program, _folder["model"], _folder["images"], _folder["out"]), TimeSpan.FromMinutes(1), CancellationToken.None);
        Assert.True(result.Succeeded, $"{result.Describe()}\n{result.Stderr}");
        return result.Stdout;
    }

    private async Task<string> CompileAsync()
    {
        string neural = Path.Combine(Repo.Root, "workloads", "neural"), program = _folder["fashion"];
        await SanitizingCompiler.CompileAsync(_folder, program, ["-I", neural, "-I", Path.Combine(Repo.Root, "workloads", "image-classify"),
            Path.Combine(neural, "model-file.c"), Path.Combine(Repo.Root, "tests", "decoders", "fashion.c")]);
        return program;
    }
}
