using Bench.Core;
using Bench.Fleet;

namespace Bench.Tests;

/// <summary>Forecasts beside what comes out by hand.</summary>
public sealed class FleetForecastTests
{
    private const double Gigabit = 1.25e8, Megabit = 1.25e5;

    private static readonly ForecastInput s_thousand = new()
    {
        Machines = 1000, Measuring = TimeSpan.FromMinutes(10), Overhead = TimeSpan.FromSeconds(20), FailuresPerHour = 0.001, PricePerHour = 0.10,
        BytesPerNode = 3_000_000, CallerBandwidth = Gigabit, ImageBytes = 400_000_000, RegistryBandwidth = 10 * Gigabit, NodeBandwidth = Gigabit,
    };

    [Theory]
    [InlineData(1, 320)]      // 1000 × 400 MB ÷ 1.25 GB/s
    [InlineData(4, 80)]
    [InlineData(1000, 3.2)]   // a node alone: 400 MB ÷ 125 MB/s
    public void An_image_takes_as_long_as_the_registries_or_a_node_need(int registries, double seconds) =>
        Assert.Equal(seconds, FleetForecast.Of(s_thousand with { Registries = registries }).Distribution!.Value.TotalSeconds, precision: 6);

    [Fact]
    public void Rows_come_while_all_measure()
    {
        FleetForecast forecast = FleetForecast.Of(s_thousand);
        Assert.Equal((3e9, 5e6), (forecast.CollectedBytes, forecast.CallerLoad));   // 3 GB in 600 s
        Assert.Equal(TimeSpan.Zero, forecast.Lag);
        // 3 GB at 2.5 MB/s are 1200 s, twice as long as the measuring.
        Assert.Equal(600, FleetForecast.Of(s_thousand with { CallerBandwidth = 20 * Megabit }).Lag!.Value.TotalSeconds, precision: 6);
    }

    [Fact]
    public void A_round_is_the_sum_of_its_parts() => Assert.Equal(320 + 20 + 600, FleetForecast.Of(s_thousand).Round.TotalSeconds, precision: 6);

    [Fact]
    public void Losses_follow_from_the_time_of_a_round()
    {
        FleetForecast forecast = FleetForecast.Of(s_thousand);
        // λT = 0.001 × 940 / 3600 = 2.61111e-4; q = 1 − e^−λT = 2.61077e-4; (1 − q)^1000 = e^−0.261111; 1000 (e^λT − 1).
        Assert.Equal(0.261077, forecast.ExpectedLost!.Value, precision: 6);
        Assert.Equal(0.770195, forecast.NoneLost!.Value, precision: 6);
        Assert.Equal(1, forecast.LostAtMost);   // e^−0.261 = 0.770, and with one lost 0.770 × 1.261 = 0.971
        Assert.Equal(0.261145, forecast.ExpectedAgain!.Value, precision: 6);
        Assert.Equal(2, forecast.Rounds);       // 0.26 missing after one, 1000 q² = 0.00007 after two
        Assert.Equal(1880, forecast.WithResumes!.Value.TotalSeconds, precision: 6);
    }

    [Fact]
    public void All_rounds_of_all_nodes_are_paid()
    {
        FleetForecast forecast = FleetForecast.Of(s_thousand);
        Assert.Equal(261.179, forecast.MachineHours, precision: 3);   // 1000 × 940 / 3600 × e^0.000261111
        Assert.Equal(26.1179, forecast.Cost!.Value, precision: 4);
    }

    [Theory]
    [InlineData(0.05, 0)]   // e^−0.05 = 0.951
    [InlineData(1, 3)]      // 0.920 up to 2, 0.981 up to 3
    [InlineData(10, 15)]    // 0.917 up to 14, 0.951 up to 15
    [InlineData(100, 117)]  // of a table of Poisson's distribution
    public void At_most_that_many_are_lost_with_95_percent(double mean, int most)
    {
        const int Machines = 1_000_000;
        ForecastInput hour = new() { Machines = Machines, Measuring = TimeSpan.FromHours(1), FailuresPerHour = -Math.Log(1 - (mean / Machines)) };
        Assert.Equal(mean, FleetForecast.Of(hour).ExpectedLost!.Value, precision: 6);
        Assert.Equal(most, FleetForecast.Of(hour).LostAtMost);
    }

    [Fact]
    public void Half_a_million_losses_are_a_number_too()
    {
        // μ = 500 000; in place of the table the normal distribution: μ + 1.645 √μ = 501 163.
        ForecastInput input = new() { Machines = 1_000_000, Measuring = TimeSpan.FromHours(1), FailuresPerHour = Math.Log(2) };
        Assert.InRange(FleetForecast.Of(input).LostAtMost!.Value, 501_100, 501_230);
    }

    [Fact]
    public void Machines_that_never_fail_need_one_round()
    {
        FleetForecast forecast = FleetForecast.Of(s_thousand with { FailuresPerHour = 0 });
        Assert.Equal((0d, 0, 1d, 1), (forecast.ExpectedLost, forecast.LostAtMost, forecast.NoneLost, forecast.Rounds));
    }

    [Fact]
    public void Machines_that_fail_faster_than_they_measure_are_never_done()
    {
        FleetForecast forecast = FleetForecast.Of(s_thousand with { FailuresPerHour = 100 });
        Assert.Null(forecast.Rounds);
        Assert.Null(forecast.WithResumes);
        Assert.Contains(ForecastTable.Rows(forecast, "USD"), static row => row is ("rounds", "more than 100", "the machines fail faster than they measure"));
    }

    [Fact]
    public void What_nobody_has_said_is_not_in_the_forecast()
    {
        FleetForecast forecast = FleetForecast.Of(new ForecastInput { Machines = 3, Measuring = TimeSpan.FromMinutes(10) });
        Assert.Equal([("machines", "3", ""), ("measuring", "10:00", "the slowest node"), ("one round", "10:00", "from the order until the last row is here"), ("machine hours", "0.5", "all rounds of all nodes, paid whole")],
            ForecastTable.Rows(forecast, "USD"));
    }

    [Fact]
    public void A_forecast_is_shown_with_three_digits_and_where_they_come_from() => Assert.Equal(
        [
            ("machines", "1000", ""),
            ("image on the last node", "5:20", "400 MB each from 1 registry of 10 Gbit/s, 1 Gbit/s a node"),
            ("measuring", "10:00", "the slowest node"),
            ("overhead of a node", "0:20", ""),
            ("rows to the caller", "3 GB", "3 MB a node"),
            ("the caller receives", "40 Mbit/s", "the mean while all measure, 4 % of 1 Gbit/s"),
            ("one round", "15:40", "from the order until the last row is here"),
            ("nodes lost", "0.261 expected, at most 1 with 95 %", "each with 0.0261 %"),
            ("no node lost", "77 %", "chance"),
            ("nodes asked again", "0.261 expected", "fleet run --resume, until none is missing"),
            ("rounds", "2", "until all are there with 95 %: at most 31:20"),
            ("machine hours", "261", "all rounds of all nodes, paid whole"),
            ("cost", "26.1 EUR", "0.1 EUR an hour"),
        ],
        ForecastTable.Rows(FleetForecast.Of(s_thousand), "EUR"));

    [Fact]
    public void A_bandwidth_without_bounds_makes_a_long_time_and_no_error() =>
        Assert.All(ForecastTable.Rows(FleetForecast.Of(s_thousand with { RegistryBandwidth = 1e-9, CallerBandwidth = 1e-9, ImageBytes = long.MaxValue }), "USD"), static row => Assert.NotEqual("", row.Value));

    [Fact]
    public void A_fleet_that_was_run_tells_time_bytes_and_price()
    {
        using MadeUpFleet fleet = new MadeUpFleet { Currency = "EUR" }
            .Node("node-1", "a.small", 0.1, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), 100, 100, 100), seconds: 5.3)
            .Node("node-2", "b.large", 0.3, "done", MadeUpFleet.Run(MadeUpFleet.Machine("b.large"), 1000, 1000), seconds: 6)
            .Node("node-3", "c.gone", 0.2, "lost", MadeUpFleet.Run(MadeUpFleet.Machine("c.gone"), 90_000))
            .Written();
        MeasuredFleet measured = MeasuredFleet.Read(fleet.Folder);
        long[] bytes = [.. ((string[])["node-1", "node-2"]).Select(node => new FileInfo(Path.Combine(fleet.Folder, "nodes", node, "run.jsonl")).Length)];
        Assert.Equal((TimeSpan.FromSeconds(2), (bytes[0] + bytes[1]) / 2, "EUR", 2), (measured.Measuring, measured.BytesPerNode, measured.Currency, measured.Nodes));
        Assert.Equal(5, measured.Overhead!.Value.TotalSeconds, precision: 6);   // 5.3 s less 3 processes of 0.1 s; on the other 4 s
        Assert.Equal(0.2, measured.PricePerHour!.Value, precision: 9);
    }

    [Fact]
    public void A_price_or_an_overhead_that_was_not_written_down_is_not_guessed()
    {
        using MadeUpFleet fleet = new MadeUpFleet()
            .Node("node-1", "a.small", null, "done", MadeUpFleet.Run(MadeUpFleet.Machine("a.small"), 100)).Node("node-2", "b.large", 0.3, "done", MadeUpFleet.Run(MadeUpFleet.Machine("b.large"), 100)).Written();
        MeasuredFleet measured = MeasuredFleet.Read(fleet.Folder);
        Assert.Null(measured.PricePerHour);
        Assert.Null(measured.Overhead);
    }

    [Fact]
    public void A_fleet_of_which_nothing_came_back_tells_nothing()
    {
        using MadeUpFleet fleet = new MadeUpFleet().Node("node-1", "a.small", 0.1, "lost", null).Written();
        Assert.Equal($"{fleet.Folder}: none of its 1 nodes is done, so it tells nothing about a larger fleet", Assert.Throws<UsageException>(() => MeasuredFleet.Read(fleet.Folder)).Message);
    }
}
