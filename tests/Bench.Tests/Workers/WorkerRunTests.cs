using System.Net.Sockets;
using Bench.Backends.Workers;
using Bench.Core;
using Bench.Tests.Setup;

namespace Bench.Tests.Workers;

public sealed class WorkerRunTests : IDisposable
{
    private const string Listens = """echo '{"event":"listen","socket":"http","port":0}'; exec sleep 1000""";

    private static readonly Toolbox s_tools = new(Checkout.Layout, ToolCatalog.Load(Checkout.Layout.ToolsFile));
    private static readonly ExpectedOutput s_expected = new("87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7", 2, null);   // a, newline

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_request_runs_the_program_and_more_requests_are_timed_apart()
    {
        Execution one = await RunAsync(await ServerAsync(Prints("a\\n")), further: false);
        Execution many = await RunAsync(await ServerAsync(Prints("a\\n")), further: true);

        Assert.All([one, many], static run => Assert.True(WorkerRun.IsRight(run, s_expected), $"{run.Exit.Describe()} {run.StderrTail}"));
        Assert.All([one, many], static run => Assert.True(Single(run, Phases.RequestFirst) < Single(run, Phases.FirstOutput)));
        Assert.All([one, many], static run => Assert.True(Single(run, Phases.FirstOutput) < Single(run, Phases.Total)));
        Assert.Equal(Enumerable.Range(1, 10), many.Readings.Where(static one => one.Phase == Phases.Request).Select(static one => one.Iteration));
        Assert.True(Assert.Single(many.Readings, static one => one.Metric == Metric.IdleMemory).Value > 1 << 20);
        Assert.DoesNotContain(one.Readings, static one => one.Phase == Phases.Request || one.Metric == Metric.IdleMemory);
    }

    [SkippableFact]
    public async Task A_wrong_answer_ends_the_requests()
    {
        Execution run = await RunAsync(await ServerAsync(Prints("b\\n")), further: true);

        Assert.Equal(new ExitStatus.Exited(0), run.Exit);
        Assert.Equal("b", run.Output.Head);
        Assert.DoesNotContain(run.Readings, static one => one.Phase == Phases.Request);
    }

    [SkippableFact]
    public async Task A_program_that_traps_says_why()
    {
        Execution run = await RunAsync(await ServerAsync("""(module (memory (export "memory") 1) (func (export "_start") unreachable))"""), further: false);

        Assert.Equal(new ExitStatus.Exited(WorkerHead.TrapExitCode), run.Exit);
        Assert.Equal("trap: RuntimeError: unreachable", run.StderrTail);
    }

    [SkippableFact]
    public async Task What_the_worker_does_not_offer_is_refused_with_ENOSYS()
    {
        Execution run = await RunAsync(await ServerAsync("""
            (module
              (import "wasi_snapshot_preview1" "sock_accept" (func $accept (param i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (func (export "_start") (call $exit (call $accept (i32.const 3) (i32.const 0) (i32.const 0)))))
            """), further: false);

        Assert.Equal(new ExitStatus.Exited(52), run.Exit);
    }

    [SkippableFact]
    public async Task A_request_that_never_ends_times_out_and_the_server_is_gone()
    {
        Command server = await ServerAsync("""(module (memory (export "memory") 1) (func (export "_start") (loop $again (br $again))))""");
        Execution run = await RunAsync(server, further: false, timeout: TimeSpan.FromSeconds(2));

        Assert.Equal(new ExitStatus.TimedOut(TimeSpan.FromSeconds(2)), run.Exit);
        Assert.Throws<SocketException>(() => new WorkerConnection(_folder["socket"]).Dispose());
    }

    [SkippableFact]
    public async Task A_configuration_that_is_refused_is_quoted()
    {
        Command server = await ServerAsync(Prints("a\\n"));
        await File.AppendAllTextAsync(_folder["config.capnp"], "no configuration\n");

        Assert.Contains("before it listened with exit code 1", ReasonOf(await RunAsync(server, further: false)), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_socket_that_is_taken_is_named()
    {
        Command server = await ServerAsync(Prints("a\\n"));
        using Socket taken = Listener();

        Assert.Contains("Address already in use", ReasonOf(await RunAsync(server, further: false)), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_module_that_does_not_compile_is_refused_before_the_first_request()
    {
        Command server = await ServerAsync(Prints("a\\n"));
        byte[] module = await File.ReadAllBytesAsync(_folder["program.wasm"]);
        await File.WriteAllBytesAsync(_folder["program.wasm"], module[..^5]);

        Assert.Contains("CompileError", ReasonOf(await RunAsync(server, further: false)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_listens_times_out()
    {
        Execution run = await RunAsync(FakeChild.Shell("exec sleep 1000"), further: false, timeout: TimeSpan.FromMilliseconds(100));
        Assert.Equal(new ExitStatus.TimedOut(TimeSpan.FromMilliseconds(100)), run.Exit);
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_of_a_request_says_by_what()
    {
        using Socket listener = Listener();
        string fifo = _folder["dies"];
        Task<Execution> run = RunAsync(FakeChild.Shell($$"""mkfifo {{fifo}}; echo '{"event":"listen"}'; read line < {{fifo}}; kill -9 $$"""), further: false);
        using (await listener.AcceptAsync().WaitAsync(TimeSpan.FromSeconds(60)))
            await File.WriteAllTextAsync(fifo, "now\n");
        Assert.Equal(new ExitStatus.Signalled(9), (await run).Exit);
    }

    [Fact]
    public async Task What_is_no_worker_is_not_believed()
    {
        using Socket listener = Listener();
        Task<Execution> run = RunAsync(FakeChild.Shell(Listens), further: false);
        using Socket accepted = await listener.AcceptAsync().WaitAsync(TimeSpan.FromSeconds(60));
        accepted.Send("HTTP/1.1 500 Internal Server Error\r\n\r\n"u8);

        Assert.Contains("'HTTP/1.1 500 Internal Server Error' is no answer of a worker", ReasonOf(await run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_server()
    {
        using Socket listener = Listener();
        using CancellationTokenSource cancel = new();
        Task<Execution> run = RunAsync(FakeChild.Shell(Listens), further: false, ct: cancel.Token);
        using Socket accepted = await listener.AcceptAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    /// <summary>The real server, worker and configuration with a program of its own.</summary>
    private async Task<Command> ServerAsync(string program)
    {
        foreach (string tool in (string[])["workerd", "wabt"])
            Skip.If(await s_tools.ProbeAsync(tool, CancellationToken.None) is Availability.Missing, $"{tool} is not there");
        string text = _folder.Write("program.wat", program);
        string wat2wasm = Path.Combine(Path.GetDirectoryName(s_tools["wabt"])!, "wat2wasm");
        CapturedOutput assembled = await ChildProcess.CaptureAsync(Command.Of(wat2wasm, text, "-o", _folder["program.wasm"]), TimeSpan.FromMinutes(1), CancellationToken.None);
        Assert.True(assembled.Succeeded, assembled.Describe());
        foreach (string file in (string[])["config.capnp", "worker.mjs"])
            File.Copy(Path.Combine(Repo.Root, "runtimes", "js", "workerd", file), _folder[file], overwrite: true);
        File.Delete(_folder["socket"]);
        return WorkerdBackend.CommandFor(_folder.Path, _folder["socket"], s_tools);
    }

    private static string Prints(string text) => $"""
        (module
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\08\00\00\00\02\00\00\00{text}")
          (func (export "_start") (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))
        """;

    private async Task<Execution> RunAsync(Command server, bool further, TimeSpan? timeout = null, CancellationToken ct = default)
    {
        WorkloadSize size = new("smoke", [], s_expected);
        Workload workload = new("program", "", "", "", _folder.Path, new Dictionary<string, string>(), new Dictionary<string, WorkloadSize> { [size.Name] = size });
        ExecutionOptions options = ExecutionOptions.Default with { Timeout = timeout ?? TimeSpan.FromSeconds(60) };
        return await new WorkerRun(server, _folder["socket"], new ExecutionRequest(workload, size, _folder.Path, options)).RunAsync(further, ct);
    }

    private Socket Listener()
    {
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_folder["socket"]));
        listener.Listen(1);
        return listener;
    }

    private static long Single(Execution run, string phase) => Assert.Single(run.Readings, one => one.Phase == phase && one.Metric == Metric.Wall).Value;

    private static string ReasonOf(Execution run) => Assert.IsType<ExitStatus.NotStarted>(run.Exit).Reason;
}
