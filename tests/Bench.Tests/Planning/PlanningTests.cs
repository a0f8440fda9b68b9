using Bench.Core;

namespace Bench.Tests;

public sealed class NamesTests
{
    private static readonly string[] s_names = ["native-clang", "native-gcc", "wasm3", "wasmedge-aot", "wasmedge-jit"];

    [Theory]
    [InlineData("*", "native-clang,native-gcc,wasm3,wasmedge-aot,wasmedge-jit")]
    [InlineData("wasmedge-*", "wasmedge-aot,wasmedge-jit")]
    [InlineData("wasm?", "wasm3")]
    [InlineData("*-gcc", "native-gcc")]
    [InlineData("wasm3,native-*", "native-clang,native-gcc,wasm3")]
    [InlineData("wasm3,wasm3,*3", "wasm3")]
    public void Globs_choose_in_the_candidates_own_order(string globs, string chosen) =>
        Assert.Equal(chosen.Split(','), Names.Select("backend", globs.Split(','), s_names, static name => name));

    [Theory]
    [InlineData("wasm4", "unknown backend 'wasm4'; did you mean wasm3")]
    [InlineData("WASM3", "did you mean wasm3")]
    [InlineData("wasmedge", "wasmedge-aot or wasmedge-jit?")]
    [InlineData("*edge", "did you mean wasmedge-aot or wasmedge-jit?")]
    [InlineData("q", "there are native-clang, native-gcc, wasm3, wasmedge-aot, wasmedge-jit")]
    public void A_name_that_matches_nothing_offers_the_nearest(string given, string says) =>
        Assert.Contains(says, Assert.Throws<UsageException>(() => Names.Select("backend", [given], s_names, static name => name)).Message);

    [Fact]
    public void Of_many_names_none_of_which_is_near_the_listing_is_offered() =>
        Assert.Contains("./bench list", Names.Unknown("backend", "q", Enumerable.Range(0, 9).Select(static i => $"name-{i}")).Message);

    [Theory]
    [InlineData("nbody/small/wasmedge-aot", true)]
    [InlineData("nbody/small", false)]
    [InlineData("nbody/small/wasm3/x", false)]
    [InlineData("nbody//wasm3", false)]
    [InlineData("", false)]
    public void A_case_id_has_three_parts_and_reads_as_it_was_written(string text, bool valid)
    {
        if (valid)
            Assert.Equal(text, CaseId.Parse(text).ToString());
        else
            Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => CaseId.Parse(text)).Message);
    }
}

public sealed class ScheduleTests
{
    private static readonly FakeBackend s_plain = FakeBackend.Of("plain"), s_aot = FakeBackend.Of("aot", BackendClass.Aot);

    private static readonly PlannedCase[] s_cases =
        [.. from workload in new[] { Fakes.Workload("a", "s", "t"), Fakes.Workload("b", "s", "t") }
            from size in workload.Sizes.Values
            from backend in new[] { s_plain, s_aot }
            select new PlannedCase(workload, size, backend, null)];

    /// <summary>Pinned: a run that is gone on with by a later version must have the order that it began with.</summary>
    [Fact]
    public void The_order_of_a_seed_never_changes() => Assert.Equal(
        "a/s/plain.1 b/s/aot.1c b/s/aot.1 a/s/aot.1c b/t/plain.1 b/s/plain.1 b/t/aot.1 a/t/plain.1 a/s/aot.1 a/t/aot.1",
        string.Join(' ', Order(42, processes: 1)));

    [Fact]
    public void The_same_seed_gives_the_same_order_and_another_seed_another()
    {
        Assert.Equal(Order(1), Order(1));
        Assert.NotEqual(Order(1), Order(2));
    }

    [Fact]
    public void Rounds_differ_in_their_order()
    {
        string[][] rounds = [.. Order(1, processes: 2).Chunk(10).Select(static round => round.Select(static item => item.Replace(".2", ".1")).ToArray())];
        Assert.NotEqual(rounds[0], rounds[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(ulong.MaxValue)]
    public void In_each_round_each_case_has_one_turn_and_each_workload_of_a_compiler_one_compilation(ulong seed)
    {
        WorkItem[] items = [.. Schedule.Rounds(s_cases, 3, seed, static one => one.Backend == s_aot)];
        foreach ((WorkItem[] round, int index) in items.Chunk(10).Select(static (round, index) => (round, index)))
        {
            Assert.All(round, item => Assert.Equal(index + 1, item.Process));
            Assert.Equal(s_cases.Select(static one => one.Id.ToString()).Order(),
                round.Where(static item => item.Kind == WorkKind.Execute).Select(static item => item.Case.Id.ToString()).Order());
            Assert.Equal(["a/s/aot", "b/s/aot"], round.Where(static item => item.Kind == WorkKind.Compile).Select(static item => item.Case.Id.ToString()).Order());
        }
        Assert.Equal(30, items.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void In_each_round_each_case_iterates_once_after_its_other_process(ulong seed)
    {
        foreach (WorkItem[] round in Schedule.Rounds(s_cases, 3, seed, static one => one.Backend == s_aot, iterates: true).Chunk(18))
            Assert.All(s_cases, one => Assert.Equal([WorkKind.Execute, WorkKind.Iterate],
                round.Where(item => item.Case == one && item.Kind != WorkKind.Compile).Select(static item => item.Kind)));
    }

    [Fact]
    public void Starts_without_a_page_cache_come_last_because_they_would_spoil_whoever_came_next()
    {
        WorkItem[] items = [.. Schedule.Rounds(s_cases, 2, 42, static _ => false, uncached: true)];
        Assert.Equal([.. Schedule.Rounds(s_cases, 2, 42, static _ => false)], items[..^(2 * s_cases.Length)]);
        foreach ((WorkItem[] round, int index) in items[^(2 * s_cases.Length)..].Chunk(s_cases.Length).Select(static (round, index) => (round, index)))
            Assert.Equal(s_cases.Select(one => new WorkItem(one, WorkKind.Uncached, index + 1)).OrderBy(static item => item.Case.Id.ToString()), round.OrderBy(static item => item.Case.Id.ToString()));
    }

    [Fact]
    public void No_case_makes_no_schedule() => Assert.Empty(Schedule.Rounds([], 5, 1, static _ => true));

    private static string[] Order(ulong seed, int processes = 3) =>
        [.. Schedule.Rounds(s_cases, processes, seed, static one => one.Backend == s_aot)
            .Select(static item => $"{item.Case.Id}.{item.Process}{(item.Kind == WorkKind.Compile ? "c" : "")}")];
}

public sealed class PlannerTests
{
    private static readonly FakeBackend s_native = FakeBackend.Of("native");
    private static readonly FakeBackend s_slow = FakeBackend.Of("slow", BackendClass.Interpreter);
    private static readonly FakeBackend s_dotnet = FakeBackend.Of("dotnet", BackendClass.Aot, language: "csharp");
    private static readonly FakeBackend s_missing = new()
    {
        Id = "missing", Title = "", Class = BackendClass.Aot, Found = new Availability.Missing("'it' is not on PATH", "./bench setup"),
    };
    private static readonly RetiredBackend s_retired = new("see native") { Id = "retired", Title = "", Class = BackendClass.Aot };
    private static readonly Backend[] s_backends = [s_native, s_slow, s_dotnet, s_missing, s_retired];
    private static readonly Workload[] s_workloads = [Fakes.Workload("nbody", "small", "tiny"), Fakes.Workload("pi", "small")];
    private static readonly Suite s_suite = new() { Summary = "", Sizes = [new SuiteSize { Size = "small" }], Processes = 1, TimeoutSeconds = 1 };
    private static readonly RunOptions s_options = new() { Suite = "s", Processes = 1, CaseTimeout = TimeSpan.FromSeconds(1), MemoryLimitBytes = 1 };

    [Fact]
    public async Task Every_workload_meets_every_backend_with_the_reason_why_it_cannot_run_here()
    {
        IReadOnlyList<PlannedCase> plan = await PlanAsync(s_options);
        Assert.Equal(10, plan.Count);
        Assert.Equal([null, null, "nbody has no source in csharp", "'it' is not on PATH; ./bench setup", "retired: see native"],
            plan.Where(static one => one.Workload.Id == "nbody").Select(static one => one.SkipReason));
    }

    [Fact]
    public async Task Only_what_is_named_is_planned()
    {
        IReadOnlyList<PlannedCase> plan = await PlanAsync(s_options with { Workloads = ["n*"], Backends = ["slow", "nat*"] });
        Assert.Equal(["nbody/small/native", "nbody/small/slow"], plan.Select(static one => one.Id.ToString()));
    }

    [Fact]
    public async Task A_size_takes_the_place_of_the_suites_sizes_for_workloads_that_have_it()
    {
        IReadOnlyList<PlannedCase> plan = await PlanAsync(s_options with { Size = "tiny", Backends = ["native"] });
        Assert.Equal("nbody/tiny/native", Assert.Single(plan).Id.ToString());
    }

    [Fact]
    public async Task A_suites_size_is_for_the_classes_and_backends_that_it_names()
    {
        Suite suite = s_suite with
        {
            Sizes = [new SuiteSize { Size = "small", Classes = [BackendClass.Native] }, new SuiteSize { Size = "tiny", Classes = [BackendClass.Interpreter], Backends = ["native"] }],
        };
        IReadOnlyList<PlannedCase> plan = await PlanAsync(s_options, suite);
        Assert.Equal(["nbody/small/native", "pi/small/native", "nbody/tiny/native", "nbody/tiny/slow"], plan.Select(static one => one.Id.ToString()));
    }

    [Fact]
    public async Task A_suites_workloads_bound_those_that_can_be_named()
    {
        Suite suite = s_suite with { Workloads = ["pi"] };
        Assert.All(await PlanAsync(s_options, suite), static one => Assert.Equal("pi", one.Workload.Id));
        await Assert.ThrowsAsync<UsageException>(() => PlanAsync(s_options with { Workloads = ["nbody"] }, suite));
    }

    [Fact]
    public async Task A_suite_may_leave_workloads_out_and_takes_in_what_is_new()
    {
        Suite suite = s_suite with { Except = ["nb*"] };
        Assert.All(await PlanAsync(s_options, suite), static one => Assert.Equal("pi", one.Workload.Id));
    }

    [Fact]
    public async Task A_variant_for_a_feature_makes_no_case_with_a_workload_that_lacks_it()
    {
        FakeBackend simd = new() { Id = "simd", Title = "", Class = BackendClass.Aot, Feature = WorkloadFeature.Simd };
        Workload vectors = Fakes.Workload("vectors", "small") with { Features = [WorkloadFeature.Simd] };
        IReadOnlyList<PlannedCase> plan = await Planner.PlanAsync(s_options, s_suite, [.. s_workloads, vectors], [simd], Toolbox.ForDisplay, CancellationToken.None);
        Assert.Equal("vectors/small/simd", Assert.Single(plan).Id.ToString());
    }

    [Fact]
    public async Task A_workload_without_its_assets_is_skipped_with_how_to_get_them()
    {
        using TempFolder folder = new();
        Toolbox tools = new(new RepoLayout(folder.Path), new ToolCatalog(
            [new Tool { Id = "model", Title = "A model", Files = [".tools/assets/model/m.bin"], Install = new Installation { Npm = ["m@1.0.0"] } }]));
        Workload seeing = Fakes.Workload("seeing", "small") with { Assets = ["model"] };

        Assert.Equal("m.bin is not there; ./bench setup", Assert.Single(await PlanAsync()).SkipReason);
        folder.Write(".tools/assets/model/m.bin", "");
        tools = new Toolbox(tools.Layout, tools.Catalog);
        Assert.Null(Assert.Single(await PlanAsync()).SkipReason);
        seeing = seeing with { Assets = ["modle"] };
        Assert.Contains("'modle'", (await Assert.ThrowsAsync<UsageException>(PlanAsync)).Message);

        Task<IReadOnlyList<PlannedCase>> PlanAsync() => Planner.PlanAsync(s_options, s_suite, [seeing], [s_native], tools, CancellationToken.None);
    }

    [Fact]
    public async Task Unknown_names_are_refused_with_the_nearest()
    {
        Assert.Contains("unknown workload 'nbdy'; did you mean nbody", (await Assert.ThrowsAsync<UsageException>(() => PlanAsync(s_options with { Workloads = ["nbdy"] }))).Message);
        Assert.Contains("unknown backend 'nativ'; did you mean native", (await Assert.ThrowsAsync<UsageException>(() => PlanAsync(s_options with { Backends = ["nativ"] }))).Message);
        Assert.Contains("unknown size 'tinny'; did you mean tiny", (await Assert.ThrowsAsync<UsageException>(() => PlanAsync(s_options with { Size = "tinny" }))).Message);
    }

    private static Task<IReadOnlyList<PlannedCase>> PlanAsync(RunOptions options, Suite? suite = null) =>
        Planner.PlanAsync(options, suite ?? s_suite, s_workloads, s_backends, Toolbox.ForDisplay, CancellationToken.None);
}
