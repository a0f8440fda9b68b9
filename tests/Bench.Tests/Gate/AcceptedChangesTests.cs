using Bench.Core;
using Bench.Gate;

namespace Bench.Tests;

public sealed class AcceptedChangesTests : IDisposable
{
    private static readonly DateOnly s_day = new(2026, 2, 1);

    private readonly TempFolder _folder = new();

    private string File => _folder[AcceptedChanges.UsualFile];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_red_checks_are_accepted_with_what_was_seen_and_nothing_else_is()
    {
        AcceptedChanges changes = Saved(GateReports.Rich, "tables are larger");
        Assert.Equal(["nbody/small/wasm3, outcome", "nbody/small/wasmedge-aot, artifact-bytes (compile): +2.5 %", "nbody/small/wasmedge-aot, wall (execute): +12.3 %", "take-value/63/y3, allocated-bytes (operation)"],
            changes.Entries.Select(static one => one.Title));
        Assert.All(changes.Entries, static one => Assert.Equal(("tables are larger", s_day, GateReports.Baseline.Commit, GateReports.Candidate.Commit), (one.Reason, one.Date, one.BaselineCommit, one.CandidateCommit)));
        StoredFile.Holds("gate-accepted.json", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void An_accepted_ratio_is_found_for_its_case_subject_phase_and_baseline_only()
    {
        AcceptedChanges changes = Saved(GateReports.Rich, "why not");
        CaseId id = CaseId.Parse("nbody/small/wasmedge-aot");
        GateSubject wall = GateSubject.Soft(Metric.Wall);
        Assert.Equal((1.123, "why not"), changes.Find(id, wall, "execute", GateReports.Baseline));
        Assert.Null(changes.Find(id, wall, "total", GateReports.Baseline));
        Assert.Null(changes.Find(id, GateSubject.Hard(Metric.Wall), "execute", GateReports.Baseline));
        Assert.Null(changes.Find(id with { Backend = "wasm3" }, wall, "execute", GateReports.Baseline));
        Assert.Null(changes.Find(id, wall, "execute", GateReports.Baseline with { Commit = "0123456789" }));
        Assert.Equal((null, "why not"), changes.Find(CaseId.Parse("nbody/small/wasm3"), GateSubject.Outcome, "", GateReports.Baseline));
        Assert.Equal((null, "why not"), changes.Find(CaseId.Parse("take-value/63/y3"), GateSubject.Hard(Metric.AllocatedBytes), "operation", GateReports.Baseline));
        Assert.Null(AcceptedChanges.None.Find(id, wall, "execute", GateReports.Baseline));
    }

    [Theory]
    [InlineData("18cc40c0", true)]
    [InlineData("18cc40c0+", false)]
    [InlineData("", false)]
    public void A_commit_that_is_measured_anew_is_the_same_baseline_and_anything_less_is_not(string commit, bool same)
    {
        GateSide baseline = GateReports.Baseline with { Commit = commit };
        AcceptedChanges changes = Saved(GateReports.Rich with { Baseline = baseline }, "why not");
        (double?, string)? Found(GateSide side) => changes.Find(CaseId.Parse("nbody/small/wasm3"), GateSubject.Outcome, "", side);
        Assert.NotNull(Found(baseline));
        Assert.Equal(same, Found(baseline with { StartedAt = baseline.StartedAt.AddHours(1) }) is not null);
    }

    [Fact]
    public void A_later_acceptance_takes_the_place_of_the_earlier_one_and_those_of_other_baselines_stay()
    {
        Saved(GateReports.Rich with { Baseline = GateReports.Baseline with { Commit = "0123456789" } }, "long ago");
        Saved(GateReports.Rich, "first");
        AcceptedChanges changes = Saved(GateReports.Rich, "second", "nbody/small/wasm3");
        Assert.Equal(["long ago", "second"], changes.Entries.Where(static one => one.Case.Backend == "wasm3").Select(static one => one.Reason).Order());
        Assert.Equal(8, changes.Entries.Count);
    }

    [Fact]
    public void The_file_is_the_same_in_whatever_order_people_accept()
    {
        Saved(GateReports.Rich, "why not", "nbody/*");
        Saved(GateReports.Rich, "why not", "take-value/*");
        string text = System.IO.File.ReadAllText(File);
        System.IO.File.Delete(File);
        Saved(GateReports.Rich, "why not", "take-value/*");
        Saved(GateReports.Rich, "why not", "*/wasm3", "*aot");
        Assert.Equal(text, System.IO.File.ReadAllText(File));
        Assert.Equal([File], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("unknown red case 'nbody/small/wasm4'; did you mean nbody/small/wasm3", "why not", "nbody/small/wasm4")]
    [InlineData("unknown red case 'pi/*'; there are nbody/small/wasmedge-aot, nbody/small/wasm3, take-value/63/y3", "why not", "pi/*")]
    [InlineData("--reason is empty: say for those who read the file later why the change is right", " \t ", "*")]
    public void What_cannot_be_accepted_is_refused_in_one_line(string message, string reason, string glob) =>
        Assert.StartsWith(message, Assert.Throws<UsageException>(() => AcceptedEntry.Of(GateReports.Rich, [glob], reason, s_day)).Message, StringComparison.Ordinal);

    [Fact]
    public void Where_no_check_is_red_there_is_nothing_to_accept() =>
        Assert.Equal("there is nothing to accept: no check is red (all 3 checks are fine)",
            Assert.Throws<UsageException>(static () => AcceptedEntry.Of(GateReports.Green, ["*"], "why not", s_day)).Message);

    [Fact]
    public void A_reason_is_one_line_whatever_was_typed() =>
        Assert.Equal("because of �[2J this", AcceptedEntry.Of(GateReports.Rich, ["*"], " because\r\nof \u001b[2J this\n", s_day)[0].Reason);

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 2", " was written by a newer version (schema 2, this one reads up to 1): update Bench")]
    [InlineData("\"ratio\": 1.123", "\"ratio\": -1", ": the ratio of nbody/small/wasmedge-aot, wall, is -1, expected a number above 0")]
    [InlineData("\"reason\": \"why not\"", "\"reason\": \" \"", ": nbody/small/wasm3, outcome, has no reason")]
    [InlineData("\"date\": \"2026-02-01\"", "\"date\": \"yesterday\"", "(")]
    [InlineData("\"phase\"", "\"faze\"", "(")]
    [InlineData("  ]\n}", "", "(")]
    public void A_wrong_file_is_one_line(string right, string wrong, string message)
    {
        Saved(GateReports.Rich, "why not");
        string text = System.IO.File.ReadAllText(File);
        Assert.Contains(right, text);
        System.IO.File.WriteAllText(File, text.Replace(right, wrong));
        string fault = Assert.Throws<UsageException>(() => AcceptedChanges.Load(File)).Message;
        Assert.StartsWith(File + message, fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_one_line_and_leaves_nothing_behind()
    {
        Directory.CreateDirectory(File);
        Assert.StartsWith("cannot write the accepted changes: ", Assert.Throws<UsageException>(() => AcceptedChanges.None.With(AcceptedEntry.Of(GateReports.Rich, ["*"], "why not", s_day)).Save(File)).Message, StringComparison.Ordinal);
        Assert.Equal([File], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private AcceptedChanges Saved(GateReport report, string reason, params string[] globs)
    {
        AcceptedChanges.Load(File).With(AcceptedEntry.Of(report, globs.Length > 0 ? globs : ["*"], reason, s_day)).Save(File);
        return AcceptedChanges.Load(File);
    }
}
