using System.Diagnostics;
using System.Text;

namespace Bench.Workloads;

/// <summary>Images to faces: each image is decoded, scaled, run through BlazeFace, and the best box is taken from what comes out.</summary>
internal sealed class ImageInference : IWorkload
{
    private static readonly string[] s_names =
        ["astronaut.png", "astronaut-400.png", "astronaut-320.png", "astronaut-256.png", "astronaut-mirrored.png", "coffee.png", "cat.png", "rocket.jpg"];

    // In the order in which an image goes through them.
    private static readonly string[] s_stages = ["decode", "resize", "inference", "post"];

    private readonly byte[][] _files = new byte[s_names.Length][];
    private readonly Face[] _faces = new Face[s_names.Length];
    private readonly float[] _tensor = new float[BlazeFace.Side * BlazeFace.Side * 3];
    private readonly BlazeFaceOutput _output = new();
    private readonly long[] _stageTicks = new long[s_stages.Length];   // of all images together
    private BlazeFace? _network;
    private long _count;

    /// <summary>Of an image: the mean.</summary>
    public IReadOnlyList<WorkloadPhase> Phases =>
        [.. s_stages.Zip(_stageTicks, (name, ticks) => new WorkloadPhase(name, (long)(ticks * (1e9 / Stopwatch.Frequency) / _count)))];

    public void Prepare(long n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, 1_000_000);
        _network = new BlazeFace(EmbeddedAsset.Read("blazeface/blazeface.bin"));
        for (int i = 0; i < _files.Length; i++)
            _files[i] = EmbeddedAsset.Read($"images/{s_names[i]}");
    }

    /// <summary>n images, over and over the same eight.</summary>
    public void Compute(long n)
    {
        _count = n;
        Array.Clear(_stageTicks);
        for (long i = 0; i < n; i++)
            _faces[i % _faces.Length] = Recognise(_files[i % _files.Length]);
    }

    public void Print(Stream output)
    {
        for (int i = 0; i < Math.Min(_faces.Length, _count); i++)
            output.Write(Encoding.UTF8.GetBytes($"{s_names[i]} {_faces[i]}\n"));
    }

    private Face Recognise(ReadOnlySpan<byte> file)
    {
        long start = Stopwatch.GetTimestamp();
        Picture picture = Picture.Decode(file);
        long decoded = Stopwatch.GetTimestamp();
        BlazeFace.FillInput(BoxResize.Resize(picture), _tensor);
        long resized = Stopwatch.GetTimestamp();
        _network!.Run(_tensor, _output);
        long inferred = Stopwatch.GetTimestamp();
        Face face = Face.Find(_output, picture.Width, picture.Height);
        long found = Stopwatch.GetTimestamp();

        _stageTicks[0] += decoded - start;
        _stageTicks[1] += resized - decoded;
        _stageTicks[2] += inferred - resized;
        _stageTicks[3] += found - inferred;
        return face;
    }
}
