using Bench.Core;

namespace Bench.Streams;

/// <summary>
/// Frames of a video as JPEG files, by ffmpeg in a process of its own, which waits while frames are not taken. Frames are told apart by
/// the markers of JPEG: 0xFFD8 begins an image and 0xFFD9 ends it, and neither occurs within its data.
/// </summary>
/// <remarks>Source: ITU-T T.81, B.1.1.2: a byte 0xFF of the data is followed by 0x00.</remarks>
internal sealed class VideoFrames : SourceValues
{
    internal const string Tool = "ffmpeg";

    private const int LargestFrame = 15 << 20;
    private const byte Marker = 0xFF, EndOfImage = 0xD9;
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(30), s_grace = TimeSpan.FromSeconds(2);

    private readonly PipedProcess _ffmpeg;
    private readonly string _file;
    private byte[] _bytes = new byte[1 << 18];
    private int _begin, _end;
    private bool _any;

    private VideoFrames(PipedProcess ffmpeg, string file) => (_ffmpeg, _file) = (ffmpeg, file);

    /// <exception cref="UsageException">The file or ffmpeg is missing.</exception>
    internal static async Task<VideoFrames> OpenAsync(Toolbox tools, string file, CancellationToken ct)
    {
        if (!File.Exists(file))
            throw new UsageException($"{file} is not there");
        return await tools.ProbeAsync(Tool, ct) is Availability.Missing missing
            ? throw new UsageException($"frames of a video need ffmpeg: {missing.Reason}; {missing.Remedy}")
            : Open(CommandOf(tools[Tool], file), file);
    }

    /// <param name="command">Writes JPEG files to its standard output, one behind the other.</param>
    internal static VideoFrames Open(Command command, string file) => new(PipedProcess.Start(command), file);

    /// <remarks>On a thread of the pool: reading the pipe waits.</remarks>
    public override async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken ct) => await Task.Run(() => Next(ct), ct);

    protected override async ValueTask CloseAsync() => await _ffmpeg.EndAsync(s_grace);

    /// <summary>Baseline JPEG in 4:2:0, which every decoder reads; -nostdin, because ffmpeg takes commands there.</summary>
    private static Command CommandOf(string ffmpeg, string file) => Command.Of(ffmpeg,
        "-nostdin", "-loglevel", "error", "-i", file, "-an", "-f", "image2pipe", "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p", "-");

    private ReadOnlyMemory<byte>? Next(CancellationToken ct)
    {
        for (int looked = 0; ; )
        {
            int at = _bytes.AsSpan((_begin + looked).._end).IndexOf([Marker, EndOfImage]);
            if (at >= 0)
            {
                ReadOnlyMemory<byte> frame = _bytes.AsMemory(_begin, looked + at + 2);
                _begin += frame.Length;
                _any = true;
                return frame;
            }
            // The marker's first byte may be the last that is here.
            looked = Math.Max(0, _end - _begin - 1);
            if (Fill(ct) == 0)
                return Ended();
        }
    }

    /// <summary>Makes room and reads what is there; what is held of a frame moves to the front.</summary>
    private int Fill(CancellationToken ct)
    {
        if (_begin > 0)
        {
            _bytes.AsSpan(_begin, _end - _begin).CopyTo(_bytes);
            (_begin, _end) = (0, _end - _begin);
        }
        if (_end == LargestFrame)
            throw new UsageException($"a frame of {_file} has more than {LargestFrame} bytes");
        if (_end == _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(2 * _bytes.Length, LargestFrame));
        int count;
        while ((count = _ffmpeg.ReadSome(_bytes.AsSpan(_end))) < 0)
        {
            ct.ThrowIfCancellationRequested();
            if (!_ffmpeg.Wait(forRoom: false, s_silence))
                throw new UsageException($"ffmpeg gave no frame of {_file} for {s_silence.TotalSeconds:0} s");
        }
        _end += count;
        return count;
    }

    private ReadOnlyMemory<byte>? Ended()
    {
        if (_any && _begin == _end)
            return null;
        string said = _ffmpeg.ErrorTail().Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("it said nothing");
        throw new UsageException($"ffmpeg ended {(_any ? "within a frame" : "without a frame")} of {_file}: {said.Trim()}");
    }
}
