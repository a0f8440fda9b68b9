using Bench.Core;
using Bench.Streams;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

public sealed class CapacitySearchTests
{
    private static readonly CapacityGoal s_goal = new(TimeSpan.FromMilliseconds(2), 1000, 200_000, 0.1, 3, TimeSpan.FromSeconds(2));

    [Fact]
    public void A_sharp_limit_is_found_to_the_share_that_was_asked_for() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 150_000).ToArbitrary(), static limit =>
        {
            CapacitySearch search = Run(s_goal, rate => rate <= limit);
            Assert.InRange(limit, search.Held!.Value, search.Failed!.Value - 1);
            Assert.True(search.Failed <= Math.Max(search.Held.Value + 1, search.Held.Value * 1.1), $"{search.Held} to {search.Failed}");
        }));

    [Fact]
    public void A_limit_beyond_the_range_holds_at_its_end()
    {
        CapacitySearch search = Run(s_goal, static _ => true);
        Assert.Equal((200_000, null), (search.Held, search.Failed));
    }

    [Fact]
    public void Where_nothing_holds_there_is_no_capacity()
    {
        CapacitySearch search = Run(s_goal, static _ => false);
        Assert.Equal((null, 1), (search.Held, search.Failed));
    }

    [Fact]
    public void One_bad_trial_of_three_does_not_fail_a_rate()
    {
        int trials = 0;
        CapacitySearch search = Run(s_goal with { From = 10_000, To = 10_000 }, _ => ++trials != 2);
        Assert.Equal(10_000, search.Held);
        Assert.Equal(new RateTrials(10_000, 2, 1), search.Tried[0]);
    }

    [Fact]
    public void A_rate_that_held_by_luck_is_given_up_when_it_is_confirmed()
    {
        bool lucky = true;
        CapacitySearch search = Run(s_goal, rate =>
        {
            bool holds = rate <= 5000 || (lucky && rate <= 8000);
            lucky &= rate <= 8000;
            return holds;
        });
        Assert.InRange(search.Held!.Value, 4500, 5000);
    }

    [Fact]
    public void Whatever_the_noise_the_search_ends_and_what_held_is_below_what_failed() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed =>
        {
            SplitMix random = new((ulong)seed);
            CapacitySearch search = Run(s_goal, rate => random.NextDouble() > rate / 40_000.0);
            Assert.True(search.Held is null || search.Failed is null || search.Held < search.Failed);
        }));

    private static CapacitySearch Run(CapacityGoal goal, Func<int, bool> holds)
    {
        CapacitySearch search = new(goal);
        for (int trials = 0; search.Next is int rate; trials++)
        {
            Assert.True(trials < 5000, "the search does not end");
            search.Report(holds(rate));
        }
        return search;
    }
}
