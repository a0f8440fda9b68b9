using Bench.Core;

namespace Bench.Tests;

public sealed class NoiseWatchTests
{
    private const string Frequency = "/sys/devices/system/cpu/cpu3/cpufreq/scaling_cur_freq";
    private readonly Dictionary<string, string> _files = new()
    {
        ["/proc/loadavg"] = "0.75 0.50 0.25 1/123 4567\n",
        ["/proc/stat"] = "cpu  100 0 50 800 20 0 5 25 7 0\ncpu0 100 0 50 800 20 0 5 25 7 0\n",
        [Frequency] = "2300000\n",
    };
    private readonly HandClock _clock = new();

    [Fact]
    public void A_look_gives_load_and_clock_and_the_second_one_the_steal_in_between()
    {
        NoiseWatch watch = Watch(core: 3);
        Assert.Equal(new NoiseRecord(SmallRun.Start, 0.75, Steal: null, 2_300_000), watch.Look());
        _files["/proc/stat"] = "cpu  150 0 70 900 20 0 5 55 7 0\n";   // 200 ticks later, 30 of them stolen
        Assert.Equal(0.15, watch.Look()!.Steal!.Value, 12);
    }

    [Fact]
    public void Between_processes_it_looks_about_once_a_second()
    {
        NoiseWatch watch = Watch(core: 3);
        Assert.NotNull(watch.LookIfDue());
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Null(watch.LookIfDue());
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.NotNull(watch.LookIfDue());
        Assert.NotNull(watch.Look());   // after the last process, however soon
    }

    [Fact]
    public void What_the_kernel_does_not_show_is_absent()
    {
        _files["/proc/stat"] = "cpu  100 0 50 800\n";
        _files.Remove(Frequency);
        NoiseWatch watch = Watch(core: 3);
        watch.Look();
        Assert.Equal(new NoiseRecord(SmallRun.Start, 0.75), watch.Look());
        _files.Remove("/proc/loadavg");
        Assert.Null(watch.Look());
    }

    [Fact]
    public void No_core_has_no_clock() => Assert.Null(Watch(core: null).Look()!.Kilohertz);

    [Fact]
    public void A_clock_that_is_slow_to_read_is_read_once()
    {
        int reads = 0;
        NoiseWatch watch = new(3, _clock, file =>
        {
            if (file == Frequency)
            {
                reads++;
                _clock.Advance(TimeSpan.FromMilliseconds(20));
            }
            return _files[file];
        });
        Assert.NotNull(watch.Look()!.Kilohertz);
        Assert.Null(watch.Look()!.Kilohertz);
        Assert.Equal(1, reads);
    }

    [SkippableFact]
    public void This_machine_shows_its_load()
    {
        Skip.IfNot(File.Exists("/proc/loadavg"), "no /proc");
        NoiseRecord look = Assert.IsType<NoiseRecord>(new NoiseWatch(null, TimeProvider.System).Look());
        Assert.True(look.Load >= 0);
    }

    private NoiseWatch Watch(int? core) => new(core, _clock, file => _files.GetValueOrDefault(file, ""));
}
