using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Bench.Core;
using Bench.Workloads;

namespace Bench.Tests;

/// <summary>The C of workloads/vision under the sanitizers of a C compiler, beside the C#.</summary>
public sealed class VisionInCTests : IDisposable
{
    /// <summary>Where Debian's libstb-dev and set-up put it.</summary>
    private static readonly string[] s_headers = ["/usr/include/stb", Path.Combine(Repo.Root, ".tools", "assets", "stb")];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task The_network_gives_the_same_bits()
    {
        string program = await CompileAsync();
        byte[] model = ModelFile.Of(3);
        float[] input = ModelFile.Input(3);
        BlazeFaceOutput expected = new();
        new BlazeFace(model).Run(input, expected);

        Assert.Equal("", await NetworkAsync(program, model, input));

        ReadOnlySpan<float> actual = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_folder["out"]));
        Assert.Equal(expected.Scores, actual[..expected.Scores.Length].ToArray());
        Assert.Equal(expected.Boxes, actual[expected.Scores.Length..].ToArray());
    }

    [SkippableFact]
    public async Task A_model_is_refused_with_the_same_words()
    {
        string program = await CompileAsync();
        byte[] model = ModelFile.Of(1), body = model[12..], damaged = [.. model];
        damaged[^1] ^= 1;
        foreach (byte[] bad in (byte[][])[[], model[..11], model[..12], model[..400_000], damaged, ModelFile.Of(1, stem: 1 << 30), ModelFile.Behind(body[..400_000]), ModelFile.Behind([.. body, 0])])
            Assert.Equal(Assert.Throws<InvalidDataException>(() => new BlazeFace(bad)).Message + "\n", await NetworkAsync(program, bad, []));
    }

    [SkippableFact]
    public async Task Images_become_the_same_numbers()
    {
        string program = await CompileAsync();
        List<byte[]> files = [];
        foreach ((int width, int height) in ((int, int)[])[(1, 1), (3, 2), (128, 128), (129, 127), (300, 40), (41, 333), (1, 1000)])
        {
            files.Add(JpegFile.Of(new JpegShape(width, height), seed: width));
            files.Add(PngFile.Of(new PngHeader(width, height, 8, PngColour.Rgb, false), seed: height).File);
        }
        string[] read = await ImagesAsync(program, files);
        Assert.Equal(files.Select(Describe), read);
    }

    [SkippableFact]
    public async Task What_is_no_image_is_refused_with_the_same_words()
    {
        string program = await CompileAsync();
        byte[] png = PngFile.Of(new PngHeader(19, 21, 8, PngColour.Rgb, false), seed: 1).File, jpeg = JpegFile.Of(new JpegShape(33, 16), seed: 1);
        int frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        byte[] Changed(int offset, params byte[] bytes)
        {
            byte[] changed = [.. jpeg];
            bytes.CopyTo(changed, frame + offset);
            return changed;
        }

        (string Reason, byte[] File)[] bad =
        [
            ("no bytes", []),
            ("not a PNG or JPEG", [0]),
            ("not a PNG or JPEG", "A text that somebody named photograph.jpg."u8.ToArray()),
            ("truncated PNG", png[..8]), ("truncated PNG", png[..20]), ("truncated PNG", png[..40]), ("truncated PNG", png[..^1]),
            ("truncated JPEG", jpeg[..2]), ("truncated JPEG", jpeg[..(frame + 1)]), ("truncated JPEG", jpeg[..^1]), ("truncated JPEG", jpeg[..^2]),
            ("20000 x 20000 pixels are too many", PngFile.Of(new PngHeader(20000, 20000, 8, PngColour.Rgb, false))),
            ("4097 x 1 pixels are too many", PngFile.Of(new PngHeader(4097, 1, 8, PngColour.Rgb, false))),
            ("0 x 7 pixels are too few", PngFile.Of(new PngHeader(0, 7, 8, PngColour.Rgb, false))),
            ("33 x 20000 pixels are too many", Changed(5, 0x4e, 0x20)),
            ("CMYK JPEG is not supported", Changed(9, 4)),
            ("JPEG of 12 bits is not supported", Changed(4, 12)),
            ("lossless or hierarchical JPEG is not supported", Changed(1, 0xc3)),
            ("arithmetic-coded JPEG is not supported", Changed(1, 0xc9)),
            ("damaged JPEG", ManyCodes(jpeg)),
        ];
        string[] read = await ImagesAsync(program, [.. bad.Select(static one => one.File)]);
        Assert.Equal(bad.Select(static one => one.Reason), read);
        Assert.Equal(bad.Select(static one => one.Reason), bad.Select(static one => BadInput.Message(one.File)));
    }

    /// <summary>With a Huffman table of more codes than there are.</summary>
    private static byte[] ManyCodes(byte[] jpeg)
    {
        int table = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc4]);
        byte[] segment = [0xff, 0xc4, 2, 19, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 2, .. new byte[512]];
        return [.. jpeg[..table], .. segment, .. jpeg[table..]];
    }

    /// <summary>Of a truncated or spoilt file the two decoders may make different things, but nothing outside of it is read.</summary>
    [SkippableFact]
    public async Task A_spoilt_file_is_an_image_or_refused()
    {
        string program = await CompileAsync();
        byte[][] whole = [PngFile.Of(new PngHeader(19, 21, 8, PngColour.Rgb, true), seed: 1).File, JpegFile.Of(new JpegShape(33, 16), seed: 1), JpegFile.Of(new JpegShape(17, 40, "2x2 1x1 1x1", Progressive: true), seed: 2)];
        Random random = new(1);
        List<byte[]> files = [];
        for (int i = 0; i < 600; i++)
        {
            byte[] file = [.. whole[i % whole.Length]];
            for (int change = random.Next(4); change >= 0; change--)
                file[random.Next(2, file.Length)] = (byte)random.Next(256);
            files.Add(i % 2 == 0 ? file : file[..random.Next(file.Length)]);
        }
        string[] read = await ImagesAsync(program, files);
        Assert.Equal(files.Count, read.Length);
        Assert.All(read, static line => Assert.Matches("^[0-9]+ [0-9]+ [0-9a-f]{16}$|^no bytes$|^not a PNG or JPEG$|^(truncated|damaged) (PNG|JPEG)$|not supported$|pixels are too (many|few)$", line));
    }

    private static string Describe(byte[] file)
    {
        Picture picture = Picture.Decode(file);
        float[] tensor = new float[ModelFile.Inputs];
        BlazeFace.FillInput(BoxResize.Resize(picture), tensor);
        ulong hash = 0xcbf29ce484222325;
        foreach (byte value in MemoryMarshal.AsBytes<float>(tensor))
            hash = (hash ^ value) * 0x100000001b3;
        return $"{picture.Width} {picture.Height} {hash:x16}";
    }

    /// <returns>What is wrong with the model; empty if there is an answer in the file <c>out</c>.</returns>
    private async Task<string> NetworkAsync(string program, byte[] model, float[] input)
    {
        await File.WriteAllBytesAsync(_folder["model"], model);
        await File.WriteAllBytesAsync(_folder["input"], MemoryMarshal.AsBytes<float>(input).ToArray());
        return await OutputAsync(Command.Of(program, "network", _folder["model"], _folder["input"], _folder["out"]));
    }

    private async Task<string[]> ImagesAsync(string program, IReadOnlyList<byte[]> files)
    {
        byte[] length = new byte[sizeof(int)];
        await using (FileStream framed = File.Create(_folder["in"]))
            foreach (byte[] file in files)
            {
                BinaryPrimitives.WriteInt32LittleEndian(length, file.Length);
                await framed.WriteAsync(length);
                await framed.WriteAsync(file);
            }
        return (await OutputAsync(FakeChild.Shell("exec \"$1\" images < \"$2\"", program, _folder["in"]))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> OutputAsync(Command command)
    {
        CapturedOutput result = await ChildProcess.CaptureAsync(command, TimeSpan.FromMinutes(2), CancellationToken.None);
        Assert.True(result.Succeeded, $"{result.Describe()}\n{result.Stderr}");
        return result.Stdout;
    }

    private async Task<string> CompileAsync()
    {
        string? header = s_headers.FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "stb_image.h")));
        Skip.If(header is null, "stb_image.h is needed: ./bench setup");
        string vision = Path.Combine(Repo.Root, "workloads", "vision"), neural = Path.Combine(Repo.Root, "workloads", "neural"), program = _folder["vision"];
        string[] sources = [.. ((string[])["image.c", "image-png.c", "image-jpeg.c", "blazeface.c", "blazeface-model.c"]).Select(file => Path.Combine(vision, file)),
            Path.Combine(neural, "model-file.c"), Path.Combine(Repo.Root, "tests", "decoders", "vision.c")];
        await SanitizingCompiler.CompileAsync(_folder, program, ["-I", vision, "-I", neural, "-isystem", header!, .. sources]);
        return program;
    }
}
