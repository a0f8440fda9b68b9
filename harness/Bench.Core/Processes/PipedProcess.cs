namespace Bench.Core;

/// <summary>A helper that lives for many messages and is spoken to through pipes on its standard input and output. Nothing here waits except <see cref="Wait"/>.</summary>
/// <remarks>One thread at a time reads, writes and waits; ending it is for any thread.</remarks>
public sealed class PipedProcess : IAsyncDisposable
{
    private const int PipeBytes = 1 << 20;
    private const int TailBytes = 4096;

    private static readonly TimeSpan s_errors = TimeSpan.FromSeconds(1);

    private readonly BackgroundProcess _process;
    private readonly BoundedTail _errors = new(TailBytes);
    private readonly Thread _errorReader;
    private readonly PipeEnd _input, _output;

    private PipedProcess(BackgroundProcess process, PipeEnd input, PipeEnd output, PipeEnd errors)
    {
        _process = process;
        (_input, _output) = (input, output);
        _errorReader = new Thread(() => ReadErrors(errors)) { IsBackground = true, Name = "standard error" };
        _errorReader.Start();
    }

    public int Pid => _process.Pid;

    /// <summary>Completes when the process has ended, for whatever reason.</summary>
    public Task<ExitStatus> Exited => _process.Exited;

    /// <summary>Resident memory of the process and its descendants; 0 when it has ended.</summary>
    public long ResidentBytes => _process.Exited.IsCompleted ? 0 : ProcessTree.ResidentBytes(Pid);

    /// <exception cref="IOException">It cannot be started.</exception>
    public static PipedProcess Start(Command command)
    {
        (PipeEnd itsInput, PipeEnd input) = PipeEnd.Pair(PipeBytes);
        (PipeEnd output, PipeEnd itsOutput) = PipeEnd.Pair(PipeBytes);
        (PipeEnd errors, PipeEnd itsErrors) = PipeEnd.Pair(PipeBytes);
        using (itsInput)
        using (itsOutput)
        using (itsErrors)
            try
            {
                BackgroundProcess process = BackgroundProcess.Start(command,
                    marked => BackgroundProcess.Spawned(marked, itsInput.Descriptor, itsOutput.Descriptor, itsErrors.Descriptor));
                // The descriptors' flags are shared with nobody: each end of a pipe has its own.
                input.DoNotBlock();
                output.DoNotBlock();
                return new PipedProcess(process, input, output, errors);
            }
            catch
            {
                input.Dispose();
                output.Dispose();
                errors.Dispose();
                throw;
            }
    }

    /// <returns>How many of the bytes the pipe took; may be none.</returns>
    /// <exception cref="IOException">The process has closed its input, or ended.</exception>
    public int WriteSome(ReadOnlySpan<byte> bytes) => _input.WriteSome(bytes);

    /// <returns>-1 when nothing is there yet, 0 when nothing will come any more.</returns>
    public int ReadSome(Span<byte> buffer) => _output.ReadSome(buffer);

    /// <summary>Waits until there is something to read (or nothing more to come), or room to write where that is wanted.</summary>
    /// <returns>False when the time ran out.</returns>
    public bool Wait(bool forRoom, TimeSpan timeout) => PipeEnd.Wait(_output, forRoom ? _input : null, timeout);

    /// <summary>The last of what it wrote to standard error; of a process that has ended, everything that fits.</summary>
    public string ErrorTail()
    {
        if (_process.Exited.IsCompleted)
            _errorReader.Join(s_errors);
        lock (_errors)
            return _errors.ToString();
    }

    /// <summary>Ends its input, which asks it to end, and kills it with its tree if that takes longer than <paramref name="grace"/>.</summary>
    /// <exception cref="TimeoutException">It could not even be killed.</exception>
    public async Task EndAsync(TimeSpan grace)
    {
        _input.Dispose();
        try
        {
            await _process.Exited.WaitAsync(grace);
        }
        catch (TimeoutException)
        {
            // Killed below, with what it started.
        }
        await _process.KillAsync();
        _output.Dispose();
    }

    public async ValueTask DisposeAsync() => await EndAsync(TimeSpan.Zero);

    private void ReadErrors(PipeEnd errors)
    {
        using (errors)
        {
            byte[] buffer = new byte[TailBytes];
            int count;
            while ((count = errors.ReadSome(buffer)) > 0)
                lock (_errors)
                    _errors.Append(buffer.AsSpan(0, count));
        }
    }
}
