using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Bench.Core;

namespace Bench.Backends.Workers;

/// <summary>One server from its spawn to its end, and the requests that it answers in between.</summary>
/// <param name="command">Starts the server; it tells on standard output that it listens, by workerd's control protocol.</param>
/// <param name="socket">Path of the Unix socket that it is told to listen on.</param>
internal sealed class WorkerRun(Command command, string socket, ExecutionRequest request)
{
    private const int FurtherRequests = 10;
    private const int LongestEvent = 4096;

    /// <summary>After that none of them begins any more: requests that take so long say nothing of starts.</summary>
    private static readonly TimeSpan s_further = TimeSpan.FromSeconds(1);

    /// <summary>How long a server may take to end when it is asked to.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    /// <summary>Until a server whose connection broke is seen to have died, if it has.</summary>
    private static readonly TimeSpan s_death = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _events = new();
    private readonly List<Reading> _readings = [];
    private WorkerAnswer? _answer;
    private long _firstByteAt;

    private string Name => Path.GetFileName(command.Executable);

    internal static Execution NotStarted(string reason) => new()
    {
        SpawnedAtUnixNs = RealtimeClock.UnixNanoseconds(),
        Exit = new ExitStatus.NotStarted(reason),
    };

    internal static bool IsRight(Execution execution, ExpectedOutput expected) =>
        execution is { Exit: ExitStatus.Exited { Code: 0 }, MalformedRow: null } && execution.Output.Matches(expected);

    /// <param name="further">Whether more requests follow the first one.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the server has been ended.</exception>
    internal async Task<Execution> RunAsync(bool further, CancellationToken ct)
    {
        WorkerConnection.WarmUp();
        using CancellationTokenSource kill = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // Every wait below has its own limit; the server's life has none.
        Task<Execution> server = ChildProcess.RunServerAsync(command, request.Options with { Timeout = TimeSpan.MaxValue }, TakeEvents, kill.Token);
        try
        {
            if (await Task.WhenAny(server, _listens.Task).WaitAsync(request.Options.Timeout, ct) == server)
                return EndedEarly(await server, "before it listened");
            await Task.Factory.StartNew(() => Converse(further, kill.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return await ToldAsync(server, ct);
        }
        catch (TimeoutException)
        {
            return NotStarted("") with { Exit = new ExitStatus.TimedOut(request.Options.Timeout) };
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            ct.ThrowIfCancellationRequested();
            return await BrokenOffAsync(server, e.Message);
        }
        finally
        {
            await kill.CancelAsync();
            await ((Task)server).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void TakeEvents(byte[] bytes)
    {
        if (_events.Length < LongestEvent)
            _events.Append(Encoding.UTF8.GetString(bytes));
        if (_events.ToString().Contains("\"event\":\"listen\"", StringComparison.Ordinal))
            _listens.TrySetResult();
    }

    /// <summary>On a thread of its own: a request that waits in the thread pool's queue would be measured with that wait.</summary>
    private void Converse(bool further, CancellationToken ct)
    {
        long begin = Stopwatch.GetTimestamp();
        using WorkerConnection connection = new(socket);
        using CancellationTokenRegistration _ = ct.Register(connection.Dispose);
        Ask(connection, Phases.RequestFirst, 0, begin);
        _firstByteAt = _answer!.FirstByteAtUnixNs;
        using PeerProcess server = connection.Peer();
        if (further)
        {
            long second = Stopwatch.GetTimestamp();
            for (int k = 1; k <= FurtherRequests && _answer.IsRight(request.Expected) && Stopwatch.GetElapsedTime(second) < s_further; k++)
                Ask(connection, Phases.Request, k, Stopwatch.GetTimestamp());
            if (server.ProportionalBytes is long idle)
                _readings.Add(new Reading(0, Phases.Total, Metric.IdleMemory, idle));
        }
        server.AskToEnd();
    }

    private void Ask(WorkerConnection connection, string phase, int iteration, long begin)
    {
        _answer = connection.Ask(request.Size.Args, request.Options.Timeout);
        _readings.Add(new Reading(iteration, phase, Metric.Wall, (long)Stopwatch.GetElapsedTime(begin).TotalNanoseconds));
    }

    /// <summary>The server ends as it was asked to, and the last answer tells the program's end: it is the first wrong one if there was one.</summary>
    private async Task<Execution> ToldAsync(Task<Execution> ending, CancellationToken ct)
    {
        if (await Task.WhenAny(ending, Task.Delay(s_grace, ct)) != ending)
        {
            ct.ThrowIfCancellationRequested();
            return NotStarted("") with { Exit = new ExitStatus.TimedOut(s_grace), StderrTail = $"{Name} did not end when it was asked to" };
        }
        Execution server = await ending;
        return server.Exit is not (ExitStatus.Exited { Code: 0 } or ExitStatus.Signalled { Signal: PeerProcess.SIGTERM }) ? server : server with
        {
            Exit = _answer!.Exit,
            Output = _answer.Output,
            StderrTail = $"{_answer.StderrTail}\n{server.StderrTail}".Trim(),
            MalformedRow = _answer.MalformedRow,
            Readings = [.. server.Readings, .. FirstOutput(server.SpawnedAtUnixNs), .. _readings],
        };
    }

    /// <summary>Nothing for a program that prints nothing, as of any other backend.</summary>
    private IEnumerable<Reading> FirstOutput(long spawnedAt) =>
        _answer!.Output.Bytes > 0 ? [new Reading(0, Phases.FirstOutput, Metric.Wall, _firstByteAt - spawnedAt)] : [];

    private async Task<Execution> BrokenOffAsync(Task<Execution> server, string fault) => await Task.WhenAny(server, Task.Delay(s_death)) == server
        ? EndedEarly(await server, "in the middle of a request")
        : NotStarted($"{Name} broke off: {fault}");

    private Execution EndedEarly(Execution server, string when)
    {
        if (server.Exit is not ExitStatus.Exited exited)
            return server;
        string said = server.StderrTail;
        string reason = said.Length == 0 ? "" : $": {said[(said.LastIndexOf('\n') + 1)..]}";
        return server with { Exit = new ExitStatus.NotStarted($"{Name} ended {when} with {exited.Describe()}{reason}") };
    }
}
