using Bench.Fleet;

namespace Bench.Tests;

public sealed class WatchClockTests
{
    [Fact]
    public void Time_in_which_a_caller_or_its_machine_was_stopped_is_not_time_in_which_it_looked()
    {
        HandClock time = new();
        WatchClock clock = new(time);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), clock.Look());
        time.Advance(TimeSpan.FromHours(10));
        Assert.Equal(TimeSpan.FromSeconds(90), clock.Look());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(91), clock.Look());
    }
}
