using Bench.Core;
using Bench.Gate;

namespace Bench.Tests;

public sealed class GateJudgeTests
{
    private static readonly GateRules s_instructions = GateRules.Default with { Soft = [] };

    [Fact]
    public void A_slowdown_whose_interval_lies_beyond_the_limit_is_red()
    {
        GateReport report = GateSides.Judge(GateSides.At(1), GateSides.At(1.2));
        GateCheck wall = report.Of("wall");

        Assert.Equal((GateColour.Red, GateAnswer.Regressed), (report.Colour, wall.Answer));
        Assert.InRange(wall.Ratio!.Value, 1.19, 1.21);
        Assert.True(wall.Low > 1.05);
    }

    [Fact]
    public void A_slowdown_near_its_limit_cannot_be_told_and_says_that_processes_will_not_settle_it()
    {
        FixtureRun Apart(double factor) => GateSides.Side(pair: null).Measured(GateSides.Nbody.ToString(), GateSides.Times(factor));
        GateCheck wall = GateSides.Judge(Apart(1), Apart(1.05)).Of("wall");
        Assert.Equal((GateAnswer.CannotTell, null), (wall.Answer, wall.MoreProcesses));
    }

    [Fact]
    public void What_cannot_be_told_says_how_many_processes_would_settle_it()
    {
        GateCheck wall = GateSides.Judge(GateSides.At(1), GateSides.At(1.056)).Of("wall");
        Assert.Equal(GateAnswer.CannotTell, wall.Answer);
        Assert.InRange(wall.MoreProcesses!.Value, 1, 100);
        Assert.Contains("more processes a side", wall.Text);
    }

    [Fact]
    public void The_same_times_are_fine_and_faster_ones_an_improvement()
    {
        Assert.Equal(GateAnswer.Fine, GateSides.Judge(GateSides.At(1), GateSides.At(1)).Of("wall").Answer);
        GateReport faster = GateSides.Judge(GateSides.At(1), GateSides.At(0.8));
        Assert.Equal((GateColour.Green, GateAnswer.Improved), (faster.Colour, faster.Of("wall").Answer));
    }

    [Fact]
    public void Three_processes_are_never_red_and_say_how_many_would_be_enough()
    {
        GateReport report = GateSides.Judge(GateSides.Side().Measured("nbody/small/native-clang", 100, 101, 99), GateSides.Side().Measured("nbody/small/native-clang", 200, 201, 199));
        Assert.Equal(GateAnswer.CannotTell, report.Of("wall").Answer);
        Assert.Contains("at least 5", report.Of("wall").Text);
    }

    [Fact]
    public void The_more_is_asked_the_less_each_answer_may_err()
    {
        GateReport one = GateSides.Judge(GateSides.At(1), GateSides.At(1.1));
        FixtureRun before = GateSides.At(1), after = GateSides.At(1.1);
        for (int i = 0; i < 50; i++)
        {
            before.Measured($"nbody/small/b{i}", GateSides.Before);
            after.Measured($"nbody/small/b{i}", GateSides.Before);
        }
        Assert.True(GateSides.Judge(before, after).Of("wall").Low < one.Of("wall").Low);
    }

    [Fact]
    public void Runs_in_turn_are_compared_pair_by_pair_so_that_a_restless_machine_does_not_hide_a_slowdown()
    {
        double[] machine = [1, 1.3, 1.3, 1.31, 1, 1.6, 1.6, 1, 1.1, 1.4];
        FixtureRun Side(string? pair, double factor) => GateSides.Side(pair).Measured(GateSides.Nbody.ToString(), [.. machine.Select((one, i) => factor * one * GateSides.Before[i])]);

        Assert.Equal(GateAnswer.Regressed, GateSides.Judge(Side("one", 1), Side("one", 1.1)).Of("wall").Answer);
        Assert.Equal(GateAnswer.CannotTell, GateSides.Judge(Side(null, 1), Side(null, 1.1)).Of("wall").Answer);
    }

    [Fact]
    public void Runs_that_were_not_measured_in_turn_have_to_differ_by_more()
    {
        FixtureRun Apart(double factor) => GateSides.Side(pair: null).Measured(GateSides.Nbody.ToString(), GateSides.Times(factor));
        GateCheck apart = GateSides.Judge(Apart(1), Apart(1.08)).Of("wall"), inTurn = GateSides.Judge(GateSides.At(1), GateSides.At(1.08)).Of("wall");

        Assert.Equal((GateAnswer.CannotTell, GateAnswer.Regressed), (apart.Answer, inTurn.Answer));
        Assert.Contains("gate ab measures them so", apart.Text);
        Assert.True(apart.Sees > inTurn.Sees);
    }

    [Fact]
    public void A_calibration_says_how_much_runs_differ_on_this_machine()
    {
        FixtureRun Apart(double factor) => GateSides.Side(pair: null).Measured(GateSides.Nbody.ToString(), GateSides.Times(factor));
        GateNoise noise = new() { BetweenRuns = 0.001, Spreads = new Dictionary<(CaseId, string, Metric), GateNoise.Spread> { [(GateSides.Nbody, Phases.Total, Metric.Wall)] = new(0.1, null) } };
        GateCheck check = GateSides.Judge(Apart(1), Apart(1.08), options: GateOptions.Default with { Noise = noise }).Of("wall");

        Assert.Equal(GateAnswer.Regressed, check.Answer);
        Assert.True(check.Sees > 1.2, "the floor is that of the calibrated noise");
    }

    [Theory]
    [InlineData(1_000_000, 1_010_001, GateAnswer.Regressed)]
    [InlineData(1_000_000, 1_009_999, GateAnswer.Fine)]
    [InlineData(1_000_000, 900_000, GateAnswer.Improved)]
    public void Instructions_may_grow_by_one_per_cent_and_no_more(long before, long after, GateAnswer expected)
    {
        FixtureRun Side(long count) => GateSides.At(1).Values(GateSides.Nbody.ToString(), Phases.Total, Metric.Instructions, count);
        Assert.Equal(expected, GateSides.Judge(Side(before), Side(after), s_instructions).Of("instructions").Answer);
    }

    [Fact]
    public void Nothing_that_becomes_something_is_red_by_a_hard_rule()
    {
        FixtureRun Side(long bytes) => GateSides.Side().Backend("y3", "Y3", BackendClass.Library).Called("nbody/small/y3", bytes, 10, null, 5, 5, 5);
        GateCheck check = GateSides.Judge(Side(0), Side(24)).Of("allocated-bytes", CaseId.Parse("nbody/small/y3"));
        Assert.Equal((GateAnswer.Regressed, null, "from 0 to 24, the limit is +0 %"), (check.Answer, check.Ratio, check.Text));
    }

    [Fact]
    public void A_case_that_failed_and_did_not_before_is_red_and_none_of_its_numbers_is_compared()
    {
        GateReport report = GateSides.Judge(GateSides.At(1), GateSides.At(1).Failed(GateSides.Nbody.ToString(), FailureCause.WrongOutput, "printed nothing"));
        GateCheck check = Assert.Single(report.Checks);
        Assert.Equal(("outcome", GateAnswer.Regressed, "failed: wrong output: printed nothing"), (check.Subject.Name, check.Answer, check.Text));
    }

    [Fact]
    public void A_case_that_fails_as_before_is_nobodys_fault_and_one_that_ends_well_again_an_improvement()
    {
        FixtureRun failed = GateSides.Side().Failed(GateSides.Nbody.ToString(), FailureCause.Trap, "unreachable");
        Assert.Empty(GateSides.Judge(failed, failed).Checks);
        Assert.Equal(GateAnswer.Improved, GateSides.Judge(failed, GateSides.At(1)).Of("outcome").Answer);
    }

    [Theory]
    [InlineData(GateColour.Amber, GateAnswer.Noted)]
    [InlineData(GateColour.Red, GateAnswer.Regressed)]
    public void Half_of_the_cases_missing_are_listed_and_red_only_if_the_rules_say_so(GateColour rule, GateAnswer expected)
    {
        GateReport report = GateSides.Judge(GateSides.At(1).Measured("pi/small/native-clang", GateSides.Before), GateSides.At(1).Skipped("pi/small/native-clang", "clang has gone"), GateRules.Default with { Missing = rule });
        GateCheck missing = report.Of("presence", CaseId.Parse("pi/small/native-clang"));
        Assert.Equal((rule, expected, "not run: clang has gone"), (report.Colour, missing.Answer, missing.Text));
        Assert.Equal(GateAnswer.Fine, report.Of("wall").Answer);
    }

    [Fact]
    public void Another_right_answer_is_red_and_other_arguments_are_named_and_not_compared()
    {
        GateReport answer = GateSides.Judge(GateSides.At(1).Answered("nbody", "small", "aa"), GateSides.At(1).Answered("nbody", "small", "bb"));
        Assert.Equal(GateAnswer.Regressed, answer.Of("answer").Answer);
        Assert.DoesNotContain(answer.Checks, static one => one.Subject.Name == "wall");

        GateReport sizes = GateSides.Judge(GateSides.At(1), GateSides.Side(arguments: "50").Measured(GateSides.Nbody.ToString(), GateSides.Before));
        Assert.Contains("nbody/small is not compared: its arguments are '5000000' in the baseline and '50' in the candidate", sizes.Notes);
        Assert.DoesNotContain(sizes.Checks, static one => one.Subject.Name == "wall");
    }

    [Theory]
    [InlineData(OtherVersions.Compared, "native-clang changed too: version 19.1.7 → 20.1.0", true)]
    [InlineData(OtherVersions.LeftOut, "native-clang is not compared: version 19.1.7 → 20.1.0", false)]
    public void Other_versions_are_named_and_compared_as_the_rules_say(OtherVersions rule, string note, bool compared)
    {
        GateReport report = GateSides.Judge(GateSides.At(1), GateSides.Side(version: "20.1.0").Measured(GateSides.Nbody.ToString(), GateSides.Before), GateRules.Default with { Versions = rule });
        Assert.Contains(note, report.Notes);
        Assert.Equal(compared, report.Checks.Any(static one => one.Subject.Name == "wall"));
    }

    [Fact]
    public void Different_machines_are_refused_and_the_message_says_how_to_compare_them()
    {
        UsageException refused = Assert.Throws<UsageException>(() => GateSides.Judge(GateSides.At(1), Elsewhere(1)));
        Assert.Contains("different machines", refused.Message);
        Assert.Contains("--through BACKEND", refused.Message);
    }

    [Fact]
    public void An_update_of_the_system_is_no_other_machine()
    {
        MachineInfo updated = FixtureRun.Xeon with { Kernel = "7.0", System = "Debian GNU/Linux 14" };
        GateReport report = GateSides.Judge(GateSides.At(1), GateSides.Side(machine: updated).Measured(GateSides.Nbody.ToString(), GateSides.Before));
        Assert.Contains(report.Notes, static note => note.StartsWith("the system changed", StringComparison.Ordinal));
    }

    [Fact]
    public void Simulated_instructions_of_different_machines_of_one_architecture_may_be_compared()
    {
        MachineInfo other = FixtureRun.Xeon with { Cpu = "another", Cores = 64 };
        FixtureRun Side(MachineInfo? machine, long count) => GateSides.Side(machine: machine).Measured(GateSides.Nbody.ToString(), GateSides.Before).Values(GateSides.Nbody.ToString(), Phases.Total, Metric.SimulatedInstructions, count);
        GateReport report = GateSides.Judge(Side(null, 1000), Side(other, 1006), s_instructions);
        Assert.Equal(GateAnswer.Regressed, report.Of("instructions-simulated").Answer);
    }

    [Fact]
    public void Through_a_reference_a_machine_that_is_slower_in_everything_is_not_red_and_a_case_that_is_slower_beside_it_is()
    {
        GateOptions through = GateOptions.Default with { Through = "native-gcc", Noise = new GateNoise { BetweenRuns = 0.005, Spreads = new Dictionary<(CaseId, string, Metric), GateNoise.Spread>() } };
        FixtureRun before = GateSides.At(1).Measured("nbody/small/native-gcc", GateSides.Before);

        Assert.Equal(GateAnswer.Fine, GateSides.Judge(before, Elsewhere(1.7, 1.7), options: through).Of("wall").Answer);
        Assert.Equal(GateAnswer.Regressed, GateSides.Judge(before, Elsewhere(1.7 * 1.3, 1.7), options: through).Of("wall").Answer);
        Assert.Contains("native-gcc", Assert.Throws<UsageException>(() => GateSides.Judge(before, Elsewhere(1, 1), options: GateOptions.Default with { Through = "native-gc" })).Message);
    }

    [Fact]
    public void An_accepted_change_moves_the_limit_and_a_further_one_is_red()
    {
        GateOptions accepted = GateOptions.Default with { Accepted = static (check, _) => check.Subject.Name == "wall" ? new AcceptedChange(1.2, "checks its input now") : null };

        GateCheck same = GateSides.Judge(GateSides.At(1), GateSides.At(1.2), options: accepted).Of("wall"), more = GateSides.Judge(GateSides.At(1), GateSides.At(1.4), options: accepted).Of("wall");
        Assert.Equal((GateAnswer.Accepted, "checks its input now"), (same.Answer, same.Reason));
        Assert.Equal(GateAnswer.Regressed, more.Answer);
    }

    [Fact]
    public void A_case_that_is_slower_once_and_not_again_is_not_red()
    {
        GateReport first = GateSides.Judge(GateSides.At(1), GateSides.At(1.2)), again = GateSides.Judge(GateSides.At(1), GateSides.At(1));
        GateReport merged = Confirmation.Merge(first, again);

        Assert.Equal([GateSides.Nbody], Confirmation.Suspects(first));
        Assert.Equal((GateColour.Green, false), (merged.Colour, merged.Of("wall").Confirmed));
        Assert.Contains("% at first, not confirmed", merged.Of("wall").Text);
    }

    [Fact]
    public void A_case_that_is_slower_again_is_red_by_the_fresh_numbers()
    {
        GateCheck wall = Confirmation.Merge(GateSides.Judge(GateSides.At(1), GateSides.At(1.2)), GateSides.Judge(GateSides.At(1), GateSides.At(1.3))).Of("wall");
        Assert.Equal((GateAnswer.Regressed, true), (wall.Answer, wall.Confirmed));
        Assert.InRange(wall.Ratio!.Value, 1.29, 1.31);
    }

    [Fact]
    public void A_failure_that_does_not_come_again_is_noted()
    {
        GateReport first = GateSides.Judge(GateSides.At(1), GateSides.Side().Failed(GateSides.Nbody.ToString(), FailureCause.Timeout, "60 s"));
        GateReport merged = Confirmation.Merge(first, GateSides.Judge(GateSides.At(1), GateSides.At(1)));
        Assert.Equal((GateColour.Amber, GateAnswer.Noted), (merged.Colour, Assert.Single(merged.Checks).Answer));
    }

    private static FixtureRun Elsewhere(double factor, double? reference = null)
    {
        FixtureRun run = GateSides.Side(pair: "one", machine: FixtureRun.Xeon with { Cpu = "another" }).Measured(GateSides.Nbody.ToString(), GateSides.Times(factor));
        return reference is double gcc ? run.Measured("nbody/small/native-gcc", GateSides.Times(gcc)) : run;
    }
}
