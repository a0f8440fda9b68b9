using System.Buffers.Binary;
using Bench.Core;
using Bench.Workloads;

namespace Bench.Tests;

/// <summary>The decoders beside stb_image, with which the C programs decode: an answer of the two languages is only the same if their pixels are.</summary>
public sealed class StbImageTests : IDisposable
{
    private static readonly string s_assets = Path.Combine(Repo.Root, ".tools", "assets");

    private static readonly string[] s_samplings =
        ["1x1", "2x2", "1x1 1x1 1x1", "2x1 1x1 1x1", "1x2 1x1 1x1", "2x2 1x1 1x1", "2x2 2x1 1x2", "4x1 1x1 1x1", "4x2 2x1 1x1", "1x1 2x2 1x1"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Both_give_the_same_pixels()
    {
        List<byte[]> files = [.. Jpegs(), .. Pngs()];
        string images = Path.Combine(s_assets, "images");
        if (Directory.Exists(images))
            files.AddRange(Directory.GetFiles(images, "*.*g").Select(File.ReadAllBytes));

        string[] read = await ReadByStbAsync(files);

        Assert.Equal(files.Count, read.Length);
        Assert.DoesNotContain("none", read);
        for (int i = 0; i < read.Length; i++)
            Assert.True(Describe(Picture.Decode(files[i])) == read[i], $"file {i} of {files[i].Length} bytes");
    }

    private static IEnumerable<byte[]> Jpegs() =>
        from sampling in s_samplings
        from size in ((int Width, int Height)[])[(1, 1), (2, 3), (8, 8), (9, 17), (33, 16), (50, 41)]
        from shape in (JpegShape[])
        [
            new(size.Width, size.Height, sampling),
            new(size.Width, size.Height, sampling, RestartInterval: 2, OneScanEach: true),
            new(size.Width, size.Height, sampling, RestartInterval: 3, Progressive: true),
            new(size.Width, size.Height, sampling, Adobe: 0),
        ]
        select JpegFile.Of(shape, seed: size.Width);

    private static IEnumerable<byte[]> Pngs() =>
        from kind in PngFile.Kinds
        from interlaced in (bool[])[false, true]
        select PngFile.Of(new PngHeader(19, 21, kind.Depth, kind.Colour, interlaced), seed: 1).File;

    private async Task<string[]> ReadByStbAsync(IEnumerable<byte[]> files)
    {
        string header = Path.Combine(s_assets, "stb");
        Skip.IfNot(Directory.Exists(header), "stb_image is not there: ./bench setup");
        CapturedOutput compiled = await ChildProcess.CaptureAsync(
            Command.Of("gcc", "-O1", "-Wall", "-Wextra", "-I", header, Path.Combine(Repo.Root, "tests", "decoders", "pixels.c"), "-lm", "-o", _folder["pixels"]),
            TimeSpan.FromMinutes(2), CancellationToken.None);
        Skip.If(compiled.Exit is ExitStatus.NotStarted, "gcc is needed");
        Assert.True(compiled.Succeeded, compiled.Stderr);

        byte[] length = new byte[sizeof(int)];
        await using (FileStream framed = File.Create(_folder["in"]))
            foreach (byte[] file in files)
            {
                BinaryPrimitives.WriteInt32LittleEndian(length, file.Length);
                await framed.WriteAsync(length);
                await framed.WriteAsync(file);
            }
        CapturedOutput result = await ChildProcess.CaptureAsync(
            FakeChild.Shell("exec \"$1\" < \"$2\"", _folder["pixels"], _folder["in"]), TimeSpan.FromMinutes(2), CancellationToken.None);
        Assert.True(result.Succeeded, $"{result.Describe()}\n{result.Stderr}");
        return result.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Describe(Picture picture)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (byte value in picture.Rgb)
            hash = (hash ^ value) * 0x100000001b3;
        return $"{picture.Width} {picture.Height} {hash:x16}";
    }
}
