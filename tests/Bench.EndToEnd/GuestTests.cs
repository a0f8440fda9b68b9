using System.Security.Cryptography;
using System.Text;
using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>What surrounds a C kernel (workloads/guest/, and what workloads share), on every ready backend that takes C.</summary>
public sealed class GuestTests : IDisposable
{
    private const string Counting = """
        #include "bench.h"
        static int prepared, computed;
        void workload_prepare(long n) { prepared += (int)n; }
        void workload_compute(long n) { computed += (int)n; }
        void workload_print(FILE *out) { fprintf(out, "prepared %d computed %d\n", prepared, computed); }
        """;

    private const string Staged = """
        #include "bench.h"
        static int computed;
        void workload_compute(long n) { computed += (int)n; }
        void workload_phases(void)
        {
            bench_phase("thousands", 1000 * computed);
            if (computed == 2)
                bench_phase("second", 7);
        }
        void workload_print(FILE *out) { fputs("done\n", out); }
        """;

    private static readonly ExecutionOptions s_options = ExecutionOptions.Default with { Timeout = TimeSpan.FromMinutes(1) };
    private readonly DirectoryInfo _folder = Machine.TemporaryFolder();

    public static TheoryData<string> ReadyBackends() => [.. ReadyBackendIds()];

    public static TheoryData<string> ReadyBackendsWithClock() => [.. ReadyBackendIds().Where(static id => Machine.Backend(id).ProgramHasClock)];

    private static IEnumerable<string> ReadyBackendIds() =>
        Machine.Probed().Where(static pair => pair.Availability is Availability.Ready && pair.Backend.CanRun(WorkloadOf("/nowhere/kernel", ""))).Select(static pair => pair.Backend.Id);

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(ReadyBackends))]
    public async Task What_a_kernel_works_on_is_prepared_once_however_often_it_is_computed(string backendId)
    {
        Write("kernel/kernel.c", Counting);
        await AssertAnswerAsync(backendId, WorkloadOf(PathOf("kernel"), "prepared 1 computed 3\n"));
    }

    [Theory]
    [MemberData(nameof(ReadyBackendsWithClock))]
    public async Task A_kernel_says_what_its_stages_took_in_each_iteration(string backendId)
    {
        Write("kernel/kernel.c", Staged);
        (Outcome.Failed? fault, Execution execution) = await Machine.RunAsync(Machine.Backend(backendId), WorkloadOf(PathOf("kernel"), "done\n"), NewStore(), s_options);
        Assert.Null(fault);
        Assert.Equal([1000, 2000, 3000], TimesOf("thousands"));
        Assert.Equal([0, 7, 0], TimesOf("second"));

        IEnumerable<long> TimesOf(string phase) => execution.Readings.Where(one => one.Phase == phase).OrderBy(static one => one.Iteration).Select(static one => one.Value);
    }

    [Theory]
    [MemberData(nameof(ReadyBackends))]
    public async Task What_workloads_share_is_compiled_in(string backendId)
    {
        WriteSharing();
        await AssertAnswerAsync(backendId, WorkloadOf(PathOf("kernel"), "42\n") with { Shared = [PathOf("common")] });
    }

    [Theory]
    [InlineData("kernel/kernel.c")]
    [InlineData("kernel/part.h")]
    [InlineData("common/common.c")]
    [InlineData("common/common.h")]
    public async Task A_change_of_any_file_of_a_program_makes_another_artifact(string file)
    {
        WriteSharing();
        Workload workload = WorkloadOf(PathOf("kernel"), "42\n") with { Shared = [PathOf("common")] };
        string first = await ArtifactAsync();
        Assert.Equal(first, await ArtifactAsync());

        await File.AppendAllTextAsync(PathOf(file), "/* changed */\n");

        Assert.NotEqual(first, await ArtifactAsync());

        async Task<string> ArtifactAsync() =>
            (await NewStore().MakeAsync(Machine.Backend(ReadyBackendIds().First()).Build(workload, Machine.Tools), CancellationToken.None)).Path;
    }

    /// <summary>A kernel of which one part is beside it and one in a shared folder.</summary>
    private void WriteSharing()
    {
        Write("kernel/kernel.c", """
            #include "bench.h"
            #include "common.h"
            #include "part.h"
            void workload_compute(long n) { (void)n; }
            void workload_print(FILE *out) { fprintf(out, "%d\n", PART + common()); }
            """);
        Write("kernel/part.h", "enum { PART = 40 };\n");
        Write("common/common.h", "int common(void);\n");
        Write("common/common.c", "#include \"common.h\"\nint common(void) { return 2; }\n");
    }

    private async Task AssertAnswerAsync(string backendId, Workload workload)
    {
        Outcome.Failed? fault = (await Machine.RunAsync(Machine.Backend(backendId), workload, NewStore(), s_options)).Fault;
        Assert.True(fault is null, $"{fault?.Cause}: {fault?.Error}\n{fault?.StderrTail}");
    }

    private ArtifactStore NewStore() => new(PathOf("store"), TimeSpan.FromMinutes(2));

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    /// <summary>The program kernel.c of a folder, computed three times.</summary>
    private static Workload WorkloadOf(string folder, string answer)
    {
        byte[] expected = Encoding.UTF8.GetBytes(answer);
        WorkloadSize size = new("smoke", ["1", "--iterations=3"],
            new ExpectedOutput(Convert.ToHexStringLower(SHA256.HashData(expected)), expected.Length, null));
        return new Workload("kernel", "", "", "", folder,
            new Dictionary<string, string> { ["c"] = "kernel.c" }, new Dictionary<string, WorkloadSize> { [size.Name] = size });
    }
}
