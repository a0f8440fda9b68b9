using Bench.Core;

namespace Bench.Tests;

public sealed class PrecisionPlanTests
{
    private const int Pilot = MedianEstimate.FewestValues;
    private static readonly WorkTarget s_base = Target("native-clang"), s_a = Target("a"), s_b = Target("b");

    /// <summary>Costs and spreads of the 108 cases of a real run; a few of them are far noisier than the rest.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_plan_reaches_the_widest_interval_of_twenty_processes_a_case_in_three_fifths_of_their_time(ulong seed)
    {
        SimulatedMachine even = new(seed);
        Rounds(20, even, plan: null);
        double goal = even.Widest();

        SimulatedMachine machine = new(seed + 100);
        PrecisionPlan plan = PlanOf(machine, seed);
        Rounds(Pilot, machine, plan);
        while (machine.Seconds < 0.6 * even.Seconds && !(machine.Widest() <= goal))
            Batch(machine, plan);

        Assert.InRange(machine.Widest(), 0, goal);
        Assert.InRange(machine.Seconds, 0, 0.6 * even.Seconds);
    }

    [Fact]
    public void The_end_is_what_was_foretold_from_the_pilot_or_somewhat_narrower()
    {
        SimulatedMachine machine = new(7);
        PrecisionPlan plan = PlanOf(machine, 7);
        Rounds(Pilot, machine, plan);
        double end = 2 * machine.Seconds;
        IReadOnlyList<PlanForecast> forecast = plan.Forecast(TimeSpan.FromSeconds(end - machine.Seconds));
        while (Batch(machine, plan, TimeSpan.FromSeconds(end - machine.Seconds)) > 0)
        {
        }

        double[] shares = [.. forecast.Select(one => machine.HalfWidth(one.Target) / one.HalfWidth!.Value).Order()];
        // One process of six that was held up looks like spread; more of them tell.
        Assert.InRange(shares[shares.Length / 2], 0.6, 1.1);
        Assert.InRange(shares[shares.Length / 10 * 9], 0.6, 1.3);
        Assert.InRange(forecast.Max(static one => one.HalfWidth!.Value), machine.Widest() / 1.2, machine.Widest() * 2);
    }

    [Fact]
    public void A_baselines_processes_count_for_every_ratio_that_they_narrow()
    {
        // All equally noisy and equally costly: a single ratio shares its processes evenly, eight ratios give their one baseline more.
        Assert.InRange(ShareOfBaseline(ratios: 1), 0.4, 0.6);
        Assert.InRange(ShareOfBaseline(ratios: 8), 2.0 / 9, 1);

        static double ShareOfBaseline(int ratios)
        {
            PrecisionPlan plan = new(1, null, 1000);
            WorkTarget[] cases = [s_base, .. Enumerable.Range(0, ratios).Select(static i => Target($"case-{i}"))];
            SplitMix random = new(3);
            foreach (WorkTarget one in cases)
                plan.Expect(one, s_base);
            for (int i = 0; i < 400; i++)
                foreach (WorkTarget one in i < Pilot ? cases : plan.NextBatch(null))
                    plan.Add(one, 1 + (0.1 * random.NextDouble()), TimeSpan.FromSeconds(1));
            IReadOnlyList<PlanForecast> now = plan.Forecast(TimeSpan.Zero);
            return now.First(static one => one.Target == s_base).Processes / (double)now.Sum(static one => one.Processes);
        }
    }

    [Fact]
    public void Of_two_cases_equally_wide_the_cheaper_one_is_measured_more()
    {
        PrecisionPlan plan = Piloted(null, (s_a, 0.1, 1), (s_b, 0.1, 0.01));
        IReadOnlyList<PlanForecast> forecast = plan.Forecast(TimeSpan.FromSeconds(5));
        Assert.True(forecast[1].Processes > 2 * forecast[0].Processes);
    }

    [Fact]
    public void A_case_with_too_few_values_for_an_interval_comes_first()
    {
        PrecisionPlan plan = new(1, null, 1000);
        plan.Expect(s_a, null);
        plan.Expect(s_b, null);
        for (int i = 0; i < Pilot; i++)
            plan.Add(s_a, 1 + i, TimeSpan.FromSeconds(1));
        Assert.False(plan.Piloted);
        Assert.Equal(Enumerable.Repeat(s_b, 5), plan.NextBatch(null).Take(5));
    }

    [Fact]
    public void Nothing_is_planned_that_would_not_end_in_time()
    {
        PrecisionPlan plan = Piloted(null, (s_a, 0.5, 10), (s_b, 0.01, 1));
        Assert.All(plan.NextBatch(TimeSpan.FromSeconds(9)), static one => Assert.Equal(s_b, one));
        Assert.Empty(plan.NextBatch(TimeSpan.FromSeconds(0.5)));
    }

    [Fact]
    public void At_the_goal_nothing_more_is_planned_and_a_case_that_is_narrower_gets_nothing()
    {
        Assert.Empty(Piloted(0.1, (s_a, 0.02, 1), (s_b, 0.01, 1)).NextBatch(null));
        Assert.DoesNotContain(s_b, Piloted(0.1, (s_a, 0.5, 0.1), (s_b, 0.01, 1)).NextBatch(null));
    }

    [Fact]
    public void A_goal_is_reached_when_the_interval_that_a_report_shows_is_narrow_enough()
    {
        PrecisionPlan plan = new(5, 0.01, 1000);
        Dictionary<WorkTarget, List<double>> values = new() { [s_base] = [], [s_a] = [] };
        SplitMix random = new(5);
        foreach (WorkTarget one in values.Keys)
            plan.Expect(one, s_base);
        IReadOnlyList<WorkTarget> next = [.. Enumerable.Repeat(s_a, Pilot), .. Enumerable.Repeat(s_base, Pilot)];
        for (; next.Count > 0; next = plan.NextBatch(null))
            foreach (WorkTarget one in next)
            {
                values[one].Add(Math.Exp(0.3 * random.NextDouble() * random.NextDouble()));
                plan.Add(one, values[one][^1], TimeSpan.FromSeconds(1));
            }
        Assert.InRange(RatioEstimate.Of(new Sample(values[s_a]), new Sample(values[s_base])).RelativeHalfWidth!.Value, 0.005, 0.01);
    }

    [Fact]
    public void No_case_has_more_processes_than_allowed()
    {
        PrecisionPlan plan = Piloted(1e-9, mostProcesses: 10, (s_a, 0.5, 1), (s_b, 0.5, 1));
        for (IReadOnlyList<WorkTarget> next = plan.NextBatch(null); next.Count > 0; next = plan.NextBatch(null))
            foreach (WorkTarget one in next)
                plan.Add(one, next.Count, TimeSpan.FromSeconds(1));
        Assert.All(plan.Forecast(null), static one => Assert.Equal(10, one.Processes));
    }

    [Fact]
    public void A_narrow_case_is_looked_at_again_now_and_then()
    {
        PrecisionPlan plan = Piloted(null, (s_a, 0.5, 1), (s_b, 0.0001, 1));
        SplitMix random = new(1);
        List<WorkTarget> ran = [];
        while (ran.Count < 100)
            foreach (WorkTarget one in plan.NextBatch(null))
            {
                ran.Add(one);
                plan.Add(one, 1 + ((one == s_a ? 0.5 : 0.0001) * random.NextDouble()), TimeSpan.FromSeconds(1));
            }
        Assert.InRange(ran.Count(static one => one == s_b), 3, 12);
    }

    [Fact]
    public void What_was_compared_with_a_case_that_failed_goes_on_by_its_own_median()
    {
        PrecisionPlan plan = Piloted(null, (s_base, 0.5, 1), (s_a, 0.1, 1));
        plan.Drop(s_base);
        Assert.All(plan.NextBatch(null), static one => Assert.Equal(s_a, one));
    }

    [Fact]
    public void The_same_samples_and_seed_give_the_same_batch()
    {
        static IReadOnlyList<WorkTarget> Next() => Piloted(null, (s_base, 0.2, 0.1), (s_a, 0.1, 0.2), (s_b, 0.3, 0.1)).NextBatch(null);
        Assert.Equal(Next(), Next());
    }

    private static WorkTarget Target(string backend) => new(new CaseId("w", "s", backend), WorkKind.Execute);

    private static PrecisionPlan Piloted(double? goal, params (WorkTarget Target, double Spread, double Seconds)[] cases) => Piloted(goal, 1000, cases);

    private static PrecisionPlan Piloted(double? goal, int mostProcesses, params (WorkTarget Target, double Spread, double Seconds)[] cases)
    {
        PrecisionPlan plan = new(1, goal, mostProcesses);
        foreach ((WorkTarget target, _, _) in cases)
            plan.Expect(target, s_base);
        for (int i = 0; i < Pilot; i++)
            foreach ((WorkTarget target, double spread, double seconds) in cases)
                plan.Add(target, 1 + (spread * i / Pilot), TimeSpan.FromSeconds(seconds));
        return plan;
    }

    private static PrecisionPlan PlanOf(SimulatedMachine machine, ulong seed)
    {
        PrecisionPlan plan = new(seed, null, 1000);
        foreach (WorkTarget target in machine.Targets)
            plan.Expect(target, SimulatedMachine.BaselineOf(target));
        return plan;
    }

    private static void Rounds(int count, SimulatedMachine machine, PrecisionPlan? plan)
    {
        for (int i = 0; i < count; i++)
            foreach (WorkTarget target in machine.Targets)
                Run(target, machine, plan);
    }

    /// <returns>How many ran.</returns>
    private static int Batch(SimulatedMachine machine, PrecisionPlan plan, TimeSpan? left = null)
    {
        IReadOnlyList<WorkTarget> batch = plan.NextBatch(left);
        foreach (WorkTarget target in batch)
            Run(target, machine, plan);
        return batch.Count;
    }

    private static void Run(WorkTarget target, SimulatedMachine machine, PrecisionPlan? plan)
    {
        (double value, TimeSpan cost) = machine.Run(target);
        plan?.Add(target, value, cost);
    }
}
