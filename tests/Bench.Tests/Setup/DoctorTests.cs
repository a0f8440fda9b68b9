using System.Text.Json;
using Bench.Backends;
using Bench.Backends.Doctor;
using Bench.Core;

namespace Bench.Tests.Setup;

public sealed class DoctorTests
{
    private static readonly Toolbox s_tools = new(Checkout.Layout, ToolCatalog.Load(Checkout.Layout.ToolsFile));

    [Fact]
    public async Task Each_backend_is_ready_missing_or_retired()
    {
        await using BackendCatalog catalog = BackendCatalog.Of(new FakeFamily());
        Assert.Equal(
            [
                new DoctorBackend("there", "There", "native", DoctorState.Ready, "1.2", null, null),
                new DoctorBackend("away", "Away", "interpreter", DoctorState.Missing, null, "'away' is not on PATH", "./bench setup"),
                new DoctorBackend("gone", "Gone", "aot", DoctorState.Retired, null, "see there", null),
            ], await DoctorReport.ExamineAsync(catalog, s_tools, CancellationToken.None));
    }

    [Fact]
    public async Task Each_tool_that_is_no_backends_is_ready_or_missing_with_what_to_type()
    {
        Tool model = new() { Id = "model", Title = "A model", Files = ["no/such/model.bin"], Install = new Installation { Apt = ["model"] } };
        Tool sources = new() { Id = "sources", Title = "What is read", Files = ["workloads"], Origin = "clone it" };
        Toolbox tools = new(Checkout.Layout, new ToolCatalog([model, sources, new Tool { Id = "engine", Title = "An engine", Executables = ["engine"] }]));
        await using BackendCatalog catalog = BackendCatalog.Of(new EngineFamily());
        Assert.Equal(
            [
                new DoctorTool("model", "A model", DoctorState.Missing, null, "model.bin is not there", "./bench setup"),
                new DoctorTool("sources", "What is read", DoctorState.Ready, "present", null, null),
            ], await DoctorReport.ExamineToolsAsync(catalog, tools, CancellationToken.None));
    }

    [Fact]
    public async Task The_json_has_the_members_that_its_schema_demands()
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Checkout.Layout.Root, "harness", "doctor.schema.json")));
        await using BackendCatalog catalog = BackendCatalog.Of(new FakeFamily());
        DoctorReport report = new(DoctorReport.CurrentSchema, MachineInfo.Read(), [MachineChecks.Load("3.00 2 1", 2)],
            await DoctorReport.ExamineAsync(catalog, s_tools, CancellationToken.None), await DoctorReport.ExamineToolsAsync(catalog, s_tools, CancellationToken.None), [DoctorOverhead.Of("nop", new Overhead([1, 2, 3], [1, 2, 3], 7))]);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        AssertHolds(schema.RootElement, json.RootElement, "$");
    }

    [Theory]
    [InlineData("0.20 0.10 0.05 1/80 99", false)]
    [InlineData("1.30 0.10 0.05 1/80 99", true)]
    public void A_load_above_half_a_core_for_each_core_is_doubtful(string loadavg, bool doubtful) =>
        Assert.Equal(doubtful, MachineChecks.Load(loadavg, 2).Doubt is not null);

    [Theory]
    [InlineData("cpu 100 0 100 1000 0 0 0 0 0 0", "cpu 150 0 100 1050 0 0 0 0 0 0", "0.0 % of the time taken by the host, 50 % busy, in a short sample", false)]
    [InlineData("cpu 100 0 100 1000 0 0 0 0 0 0", "cpu 100 0 100 1090 0 0 0 10 0 0", "10.0 % of the time taken by the host, 10 % busy, in a short sample", true)]
    [InlineData("", "", "not visible", false)]
    public void Time_that_the_host_takes_away_is_doubtful(string before, string after, string shown, bool doubtful)
    {
        MachineCheck check = MachineChecks.Steal(before, after);
        Assert.Equal((shown, doubtful), (check.Value, check.Doubt is not null));
    }

    [Theory]
    [InlineData("powersave", null, true)]
    [InlineData("performance", true, true)]
    [InlineData("performance", false, false)]
    [InlineData(null, null, false)]
    public void A_frequency_that_may_move_is_doubtful(string? governor, bool? turbo, bool doubtful) =>
        Assert.Equal(doubtful, MachineChecks.Frequency(governor, turbo, virtualised: false).Doubt is not null);

    [Theory]
    [InlineData(1, "\t1\n", false)]
    [InlineData(1, "0-1\n", true)]
    [InlineData(null, "", true)]
    public void Pinning_is_believed_only_when_the_child_saw_it(int? core, string allowed, bool doubtful) =>
        Assert.Equal(doubtful, MachineChecks.Pinning(core, allowed).Doubt is not null);

    [Theory]
    [InlineData(true, "2", null)]
    [InlineData(false, "3", "perf_event_paranoid=2")]
    [InlineData(false, "2", "choose a machine type")]
    [InlineData(null, "2", "./bench setup")]
    public void Counters_that_are_absent_have_their_reason(bool? works, string paranoid, string? advice) =>
        Assert.Contains(advice ?? "", MachineChecks.Counters(works, paranoid, virtualised: true).Doubt ?? "");

    [Fact]
    public void Swap_in_use_is_doubtful() =>
        Assert.NotNull(MachineChecks.Swap("MemAvailable: 8000000 kB\nSwapTotal: 2000000 kB\nSwapFree: 1000000 kB\n").Doubt);

    [Fact]
    public void A_coarse_clock_is_doubtful() => Assert.NotNull(MachineChecks.Clock(4_000_000, "jiffies").Doubt);

    [Fact]
    public void A_quota_below_the_cores_is_doubtful() => Assert.NotNull(MachineChecks.Quota(1.5, 2).Doubt);

    [Theory]
    [InlineData("4194304\n", "2500000\n", null)]
    [InlineData("212992\n", "4194304\n", "sysctl net.core.rmem_max=2500000")]
    [InlineData("212992\n", "212992\n", "sysctl net.core.rmem_max=2500000 net.core.wmem_max=2500000")]
    [InlineData("", "", null)]
    public void Socket_buffers_too_small_for_QUIC_are_doubtful(string receive, string send, string? advice)
    {
        string? doubt = MachineChecks.SocketBuffers(receive, send).Doubt;
        Assert.Equal(advice is null, doubt is null);
        Assert.EndsWith(advice ?? "", doubt ?? "");
    }

    [Fact]
    public void The_interval_of_a_median_is_that_of_the_sign_test()
    {
        // Tables of the sign test: n = 50 gives ranks 18 and 33, n = 10 ranks 2 and 9; below 6 no ranks do.
        Assert.Equal((18, 33), Overhead.MedianInterval([.. Enumerable.Range(1, 50).Select(static i => (double)i)]));
        Assert.Equal((2, 9), Overhead.MedianInterval([.. Enumerable.Range(1, 10).Select(static i => (double)i)]));
        Assert.Equal((1, 5), Overhead.MedianInterval([1, 2, 3, 4, 5]));
    }

    [Fact]
    public void Clocks_more_than_a_tenth_apart_do_not_agree()
    {
        Assert.True(new Overhead([10, 10.5, 11], [10, 10, 10], 1).IsFine);
        Assert.False(new Overhead([12, 12, 12], [10, 10, 10], 1).IsFine);
    }

    private static void AssertHolds(JsonElement schema, JsonElement value, string where)
    {
        if (schema.TryGetProperty("required", out JsonElement required))
            foreach (JsonElement name in required.EnumerateArray())
                Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{where} lacks {name}");
        if (schema.TryGetProperty("enum", out JsonElement words))
            Assert.Contains(value.GetString(), words.EnumerateArray().Select(static word => word.GetString()));
        if (schema.TryGetProperty("properties", out JsonElement properties))
            foreach (JsonProperty property in properties.EnumerateObject())
                if (value.TryGetProperty(property.Name, out JsonElement member))
                    AssertHolds(property.Value, member, $"{where}.{property.Name}");
        if (schema.TryGetProperty("items", out JsonElement items))
            foreach (JsonElement item in value.EnumerateArray())
                AssertHolds(items, item, $"{where}[]");
    }

    private sealed class FakeFamily : IBackendFamily
    {
        public IEnumerable<Backend> Backends =>
        [
            new RetiredBackend("see there") { Id = "gone", Title = "Gone", Class = BackendClass.Aot },
            new FakeBackend(new Availability.Missing("'away' is not on PATH", "./bench setup")) { Id = "away", Title = "Away", Class = BackendClass.Interpreter },
            new FakeBackend(new Availability.Ready("1.2")) { Id = "there", Title = "There", Class = BackendClass.Native },
        ];
    }

    private sealed class EngineFamily : IBackendFamily
    {
        public IEnumerable<Backend> Backends => [new FakeBackend(new Availability.Ready("1.2")) { Id = "there", Title = "There", Class = BackendClass.Native, Tools = ["engine"] }];
    }

    private sealed class FakeBackend(Availability availability) : Backend
    {
        public override Task<Availability> ProbeAsync(Toolbox tools, CancellationToken ct) => Task.FromResult(availability);
        public override BuildStep Build(Workload workload, Toolbox tools) => throw new NotSupportedException();
        public override Task<Execution> ExecuteAsync(ExecutionRequest request, Toolbox tools, CancellationToken ct) => throw new NotSupportedException();
    }
}
