using System.Diagnostics;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Hosts;

/// <summary>A worker process on pipes.</summary>
/// <param name="backend">Knows how its engine reports a trap; null for a program that no engine runs.</param>
internal sealed class WorkerProcess(PipedProcess process, Backend? backend, int memoryBytes) : IWorkerChannel
{
    /// <summary>How long an answer is waited for on the caller's own thread: shorter than giving it away pays, longer than most functions take.</summary>
    private static readonly TimeSpan s_quick = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_lookAtMemory = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(200);

    private long _baseBytes = long.MaxValue;
    private long _lookedAt;
    private bool _failed;

    /// <exception cref="FunctionFaultException">It cannot be started.</exception>
    internal static WorkerProcess Start(Command command, Backend? backend, int memoryBytes)
    {
        try
        {
            return new WorkerProcess(PipedProcess.Start(command), backend, memoryBytes);
        }
        catch (IOException e)
        {
            throw FunctionFile.Refused(e.Message, e);
        }
    }

    internal int Pid => process.Pid;

    // An engine's own memory is no part of what the function may take.
    public void Ready() => _baseBytes = process.ResidentBytes;

    public ValueTask ExchangeAsync(ReadOnlyMemory<byte> bytes, WorkerReader answer, TimeSpan deadline, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        long begin = Stopwatch.GetTimestamp();
        try
        {
            TimeSpan waited = TimeSpan.Zero;
            while (!Step(ref bytes, answer))
            {
                waited = Stopwatch.GetElapsedTime(begin);
                if (waited >= s_quick || deadline < s_quick)
                    return new ValueTask(SlowlyAsync(bytes, answer, begin, deadline, ct));
                process.Wait(forRoom: !bytes.IsEmpty, s_quick - waited);
            }
            if (Stopwatch.GetElapsedTime(_lookedAt, begin) > s_lookAtMemory)
                RequireMemory();
            return ValueTask.CompletedTask;
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    // A worker that failed may be stuck: it is not asked.
    public async ValueTask DisposeAsync() => await process.EndAsync(_failed ? TimeSpan.Zero : s_grace);

    /// <summary>On a thread of its own: one of the pool's would be missing to others for as long as the function takes.</summary>
    private Task SlowlyAsync(ReadOnlyMemory<byte> bytes, WorkerReader answer, long begin, TimeSpan deadline, CancellationToken ct) =>
        Task.Factory.StartNew(() => Slowly(bytes, answer, begin, deadline, ct), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Slowly(ReadOnlyMemory<byte> bytes, WorkerReader answer, long begin, TimeSpan deadline, CancellationToken ct)
    {
        try
        {
            while (!Step(ref bytes, answer))
            {
                ct.ThrowIfCancellationRequested();
                TimeSpan left = deadline - Stopwatch.GetElapsedTime(begin);
                if (left <= TimeSpan.Zero)
                    throw new FunctionFaultException(FunctionFault.Deadline, $"it did not answer within {deadline.TotalMilliseconds:0} ms");
                if (!process.Wait(forRoom: !bytes.IsEmpty, left < s_look ? left : s_look))
                    RequireMemory();
            }
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    /// <summary>Writes and reads what can be without waiting.</summary>
    private bool Step(ref ReadOnlyMemory<byte> bytes, WorkerReader answer)
    {
        if (!bytes.IsEmpty)
            try
            {
                bytes = bytes[process.WriteSome(bytes.Span)..];
            }
            catch (IOException)
            {
                bytes = default;   // it reads no more: what it still says, and how it ends, tells why
            }
        while (true)
        {
            int count = process.ReadSome(answer.Room());
            if (count < 0)
                return false;
            if (count == 0)
                throw Ended(answer);
            if (answer.Advance(count))
                return true;
        }
    }

    /// <exception cref="FunctionFaultException">The worker holds more than it may.</exception>
    private void RequireMemory()
    {
        _lookedAt = Stopwatch.GetTimestamp();
        long more = process.ResidentBytes - _baseBytes;
        if (_baseBytes != long.MaxValue && more > memoryBytes)
            throw new FunctionFaultException(FunctionFault.Limit, $"it took {more >> 20} MiB of memory, and may take {memoryBytes >> 20}");
    }

    private FunctionFaultException Ended(WorkerReader answer)
    {
        if (!process.Exited.Wait(s_end))
            return new FunctionFaultException(FunctionFault.BadOutput, "it closed its output and went on");
        ExitStatus exit = process.Exited.Result;
        string said = answer.Log + process.ErrorTail();
        string? trap = said.Split('\n').LastOrDefault(line => backend?.TrapPattern?.IsMatch(line) == true);
        bool trapped = trap is not null || WorkerEnd.IsTrap(exit, backend);
        string last = trap ?? said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("");
        return new FunctionFaultException(trapped ? FunctionFault.Trap : FunctionFault.Died, WorkerEnd.Describe(exit.Describe(), last));
    }
}
