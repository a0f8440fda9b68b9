using Bench.Backends.MicroVm;
using Bench.Core;
using Bench.Tests.Setup;

namespace Bench.Tests.MicroVm;

/// <summary>The whole way of a microVM with an emulated processor: what it takes says nothing, what it prints does.</summary>
public sealed class EmulatedMachineTests : IDisposable
{
    private static readonly TimeSpan s_ample = TimeSpan.FromMinutes(2);

    private readonly Toolbox _tools = new(Checkout.Layout, ToolCatalog.Load(Checkout.Layout.ToolsFile));
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_program_gets_its_arguments_and_both_its_streams_arrive_byte_by_byte()
    {
        Execution run = await RunAsync("""
            fprintf(stderr, "bench: main-at=1\n%d arguments, last '%s'\n", argc, argv[argc - 1]);
            for (int i = 0; i < 256 * 40; i++) putchar(i & 255);
            fprintf(stderr, "bench: phase=execute iteration=1 ns=42\n");
            return 3;
            """, arguments: ["2", "two words"]);

        Assert.Equal(new ExitStatus.Exited(3), run.Exit);
        Assert.Equal("3 arguments, last 'two words'", run.StderrTail);
        Assert.Null(run.MalformedRow);
        byte[] expected = [.. Enumerable.Range(0, 256 * 40).Select(static i => (byte)i)];
        Assert.Equal((expected.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(expected))), (run.Output.Bytes, run.Output.Sha256));
        Assert.Contains(new Reading(1, Phases.Execute, Metric.Wall, 42), run.Readings);
        Assert.True(Wall(Phases.Startup) <= Wall(Phases.FirstOutput));
        Assert.True(Wall(Phases.FirstOutput) < Wall(Phases.Total));
        Assert.True(Assert.Single(run.Readings, static one => one.Metric == Metric.ImageBytes).Value > 1_000_000);

        long Wall(string phase) => Assert.Single(run.Readings, one => one.Phase == phase && one.Metric == Metric.Wall).Value;
    }

    [SkippableFact]
    public async Task A_program_that_crashes_in_the_guest_is_reported_with_the_signal() =>
        Assert.Equal(new ExitStatus.Signalled(6), (await RunAsync("abort();")).Exit);

    [SkippableFact]
    public async Task A_program_that_never_ends_times_out_with_what_it_printed()
    {
        Execution run = await RunAsync("""puts("begun"); fflush(stdout); for (;;) pause();""", timeout: TimeSpan.FromSeconds(20));
        Assert.Equal(new ExitStatus.TimedOut(TimeSpan.FromSeconds(20)), run.Exit);
        Assert.Equal("begun", run.Output.Head);
    }

    [SkippableFact]
    public async Task A_guest_that_cannot_run_the_program_says_so_on_its_console()
    {
        Execution run = await RunAsync("", spoil: () => File.WriteAllText(_folder["artifact/init"], "no program"));
        Assert.Contains("no word of the program", Assert.IsType<ExitStatus.NotStarted>(run.Exit).Reason, StringComparison.Ordinal);
        Assert.Contains("Kernel panic", run.StderrTail, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_check_whether_guests_boot_finds_that_an_emulated_one_does()
    {
        await NeedsMachineAsync();
        Assert.Null(await KvmCheck.FaultOfAsync(VirtualMachine.Emulated, s_ample, _tools, CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_guest_that_does_not_boot_in_time_is_a_reason()
    {
        await NeedsMachineAsync();
        Assert.Contains("does not boot", await KvmCheck.FaultOfAsync(VirtualMachine.Emulated, TimeSpan.FromMilliseconds(50), _tools, CancellationToken.None), StringComparison.Ordinal);
    }

    private async Task NeedsMachineAsync()
    {
        Skip.If(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64, "QEMU's machine microvm is for x86-64");
        if (await _tools.ProbeAllAsync([VirtualMachine.Emulator, VirtualMachine.Kernel, "clang", "libc-dev"], CancellationToken.None) is Availability.Missing missing)
            Skip.If(true, $"{missing.Reason}; {missing.Remedy}");
    }

    /// <param name="spoil">Called when the artifact is there.</param>
    private async Task<Execution> RunAsync(string body, string[]? arguments = null, TimeSpan? timeout = null, Action? spoil = null)
    {
        await NeedsMachineAsync();
        string artifact = Path.GetDirectoryName(_folder.Write("artifact/main.c", $$"""
            #include <stdio.h>
            #include <stdlib.h>
            #include <unistd.h>
            int main(int argc, char **argv) { (void)argc; (void)argv; {{body}} }
            """))!;
        await CompileAsync(_folder["artifact/main.c"], _folder["artifact/program"]);
        await CompileAsync(Path.Combine(Repo.Root, "runtimes", "microvm", "init.c"), _folder["artifact/init"]);
        spoil?.Invoke();
        WorkloadSize size = new("smoke", arguments ?? [], new ExpectedOutput("", 0, null));
        Workload workload = new("program", "", "", "", artifact, new Dictionary<string, string>(), new Dictionary<string, WorkloadSize> { [size.Name] = size });
        ExecutionOptions options = ExecutionOptions.Default with { Timeout = timeout ?? s_ample };
        return await MicroVmBackend.ExecuteAsync(VirtualMachine.Emulated, new ExecutionRequest(workload, size, artifact, options), _tools, CancellationToken.None);
    }

    private async Task CompileAsync(string source, string program)
    {
        CapturedOutput compiled = await ChildProcess.CaptureAsync(
            Command.Of(_tools["clang"], "-O1", "-static", "-Wall", "-Wextra", "-Werror", source, "-o", program), s_ample, CancellationToken.None);
        Assert.True(compiled.Succeeded, compiled.Describe() + compiled.Stderr);
    }
}
