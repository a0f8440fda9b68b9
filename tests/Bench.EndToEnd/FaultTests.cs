using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>Guests that go wrong, on every ready engine that runs modules: each fault is a failure with its cause, and nothing hangs.</summary>
public sealed class FaultTests : IDisposable
{
    private static readonly ExecutionOptions s_options = ExecutionOptions.Default with { Timeout = TimeSpan.FromMinutes(1) };
    private readonly DirectoryInfo _folder = Machine.TemporaryFolder();

    public static TheoryData<string> ReadyEngines() => [.. ReadyEngineIds()];

    private static IEnumerable<string> ReadyEngineIds() =>
        Machine.Probed().Where(static pair => pair.Availability is Availability.Ready && pair.Backend.CanRun(WorkloadOf("unknown.wasm"))).Select(static pair => pair.Backend.Id);

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableTheory]
    [MemberData(nameof(ReadyEngines))]
    public async Task A_guest_that_traps_is_a_trap(string engine) =>
        Assert.Equal(FailureCause.Trap, (await RunAsync(engine, "trap"))!.Cause);

    [SkippableTheory]
    [MemberData(nameof(ReadyEngines))]
    public async Task A_guest_that_reads_out_of_bounds_is_a_trap(string engine) =>
        Assert.Equal(FailureCause.Trap, (await RunAsync(engine, "oob"))!.Cause);

    [SkippableTheory]
    [MemberData(nameof(ReadyEngines))]
    public async Task A_guest_that_recurses_for_ever_is_a_trap(string engine) =>
        Assert.Equal(FailureCause.Trap, (await RunAsync(engine, "recurse"))!.Cause);

    [SkippableTheory]
    [MemberData(nameof(ReadyEngines))]
    public async Task A_guest_that_exits_with_3_is_an_exit_code(string engine)
    {
        Outcome.Failed failed = (await RunAsync(engine, "exit3"))!;
        if (!Machine.Backend(engine).KeepsExitCode)
        {
            Assert.Equal(FailureCause.WrongOutput, failed.Cause);   // what it did not print is all that tells
            return;
        }
        Assert.Equal(FailureCause.ExitCode, failed.Cause);
        Assert.Equal("exit code 3", failed.Error);
    }

    [SkippableTheory]
    [MemberData(nameof(ReadyEngines))]
    public async Task A_wrong_answer_is_quoted(string engine)
    {
        Outcome.Failed failed = (await RunAsync(engine, "wrong"))!;
        Assert.Equal(FailureCause.WrongOutput, failed.Cause);
        Assert.Contains("printed", failed.Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(ReadyEngines))]
    public async Task Two_hundred_megabytes_of_output_are_read_to_the_end_and_are_wrong(string engine)
    {
        Outcome.Failed failed = (await RunAsync(engine, "flood"))!;
        Assert.Equal(FailureCause.WrongOutput, failed.Cause);
        Assert.Contains("200000000 bytes", failed.Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(ReadyEngines))]
    public async Task A_guest_that_never_ends_is_a_timeout(string engine) =>
        Assert.Equal(FailureCause.Timeout, (await RunAsync(engine, "forever", s_options with { Timeout = TimeSpan.FromSeconds(2) }))!.Cause);

    [SkippableTheory]
    [MemberData(nameof(ReadyEngines))]
    public async Task A_guest_that_eats_memory_beyond_its_limit_is_out_of_memory(string engine) =>
        Assert.Equal(FailureCause.OutOfMemory, (await RunAsync(engine, "eat", s_options with { MemoryBytes = 400L << 20 }))!.Cause);

    [Fact]
    public async Task A_text_file_named_wasm_is_refused_before_any_engine_sees_it()
    {
        string file = Path.Combine(_folder.FullName, "text.wasm");
        await File.WriteAllTextAsync(file, "this is no module\n");
        BuildFailedException fault = await Assert.ThrowsAsync<BuildFailedException>(() => BuildAsync(ReadyEngineIds().First(), file));
        Assert.Equal("text.wasm is not a WebAssembly module: it begins with 74686973, expected 0061736d", fault.Message);
    }

    [SkippableFact]
    public async Task A_truncated_module_is_refused_wherever_it_was_cut()
    {
        string whole = await CompileAsync("exit3");
        byte[] bytes = await File.ReadAllBytesAsync(whole);
        foreach (int length in (int[])[0, 3, 7, 9, bytes.Length / 2, bytes.Length - 1])
        {
            string file = Path.Combine(_folder.FullName, $"cut-{length}.wasm");
            await File.WriteAllBytesAsync(file, bytes[..length]);
            BuildFailedException fault = await Assert.ThrowsAsync<BuildFailedException>(() => BuildAsync("wasmedge-interpreter", file));
            Assert.Contains(length < 4 ? "is not a WebAssembly module" : "truncated", fault.Message, StringComparison.Ordinal);
        }
    }

    private async Task<Outcome.Failed?> RunAsync(string engine, string guest, ExecutionOptions? options = null)
    {
        Workload workload = WorkloadOf(await CompileAsync(guest));
        return (await Machine.RunAsync(Machine.Backend(engine), workload, NewStore(), options ?? s_options)).Fault;
    }

    private Task<Artifact> BuildAsync(string engine, string module) =>
        NewStore().MakeAsync(Machine.Backend(engine).Build(WorkloadOf(module), Machine.Tools), CancellationToken.None);

    private ArtifactStore NewStore() => new(Path.Combine(_folder.FullName, "store"), TimeSpan.FromMinutes(2));

    private async Task<string> CompileAsync(string guest)
    {
        Skip.IfNot(await Machine.Tools.ProbeAsync("wasi-libc", CancellationToken.None) is Availability.Ready, "wasi-libc is not installed");
        string source = Path.Combine(Machine.Layout.Root, "tests", "guests", $"{guest}.c");
        string module = Path.Combine(_folder.FullName, $"{guest}.wasm");
        CapturedOutput compiled = await ChildProcess.CaptureAsync(
            Command.Of(Machine.Tools["clang"], "--target=wasm32-wasi", "-O3", source, "-o", module), TimeSpan.FromMinutes(1), CancellationToken.None);
        Assert.True(compiled.Succeeded, compiled.Describe());
        return module;
    }

    /// <summary>A workload that brings its module; no guest here prints the expected answer.</summary>
    private static Workload WorkloadOf(string module)
    {
        WorkloadSize size = new("smoke", [], new ExpectedOutput(OutputSummary.Empty.Sha256, 1, null));
        return new Workload(Path.GetFileNameWithoutExtension(module), "", "", "", Path.GetDirectoryName(module) ?? "",
            new Dictionary<string, string> { ["wasm"] = Path.GetFileName(module) }, new Dictionary<string, WorkloadSize> { [size.Name] = size });
    }
}
