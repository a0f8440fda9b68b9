using System.Globalization;
using System.Text;

namespace Bench.Core;

/// <summary>Looks at the machine between processes, for some ten microseconds about once a second.</summary>
/// <param name="core">Whose clock is read; null for none.</param>
/// <param name="read">The beginning of a file of the kernel; empty where it does not show that file.</param>
public sealed class NoiseWatch(int? core, TimeProvider time, Func<string, string> read)
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1);

    /// <summary>Some kernels sleep while they take the clock of another core.</summary>
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(1);
    private const int HeadBytes = 512;

    private readonly string? _frequencyFile = core is int number ? $"/sys/devices/system/cpu/cpu{number}/cpufreq/scaling_cur_freq" : null;
    private bool _frequencyIsSlow;
    private long? _last;
    private ProcessorTimes? _times;

    public NoiseWatch(int? core, TimeProvider time) : this(core, time, Head) { }

    /// <returns>Null when the last look was less than a second ago, or the kernel shows no load.</returns>
    public NoiseRecord? LookIfDue() => _last is long last && time.GetElapsedTime(last) < s_between ? null : Look();

    /// <returns>Null when the kernel shows no load.</returns>
    public NoiseRecord? Look()
    {
        _last = time.GetTimestamp();
        ProcessorTimes? before = _times;
        _times = ProcessorTimes.Parse(read("/proc/stat").Split('\n')[0]);
        double? steal = before is ProcessorTimes earlier ? _times?.Since(earlier)?.Steal : null;
        return KernelText.Load(read("/proc/loadavg")) is double load ? new NoiseRecord(time.GetUtcNow(), load, steal, Kilohertz()) : null;
    }

    private long? Kilohertz()
    {
        if (_frequencyFile is null || _frequencyIsSlow)
            return null;
        long begin = time.GetTimestamp();
        string text = read(_frequencyFile);
        _frequencyIsSlow = time.GetElapsedTime(begin) > s_slow;
        return long.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long kilohertz) ? kilohertz : null;
    }

    private static string Head(string file)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            Span<byte> head = stackalloc byte[HeadBytes];
            return Encoding.ASCII.GetString(head[..stream.Read(head)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
