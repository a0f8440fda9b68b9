using System.Globalization;
using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>A fresh container of one program that is spoken to through its standard streams, from its start to its removal.</summary>
/// <remarks>All methods but disposing throw <see cref="DockerException"/> when the engine refuses, is late or has gone.</remarks>
public sealed class AttendedContainer : IAsyncDisposable
{
    private const int SIGKILL = 9;
    private const int HighestSignal = 64;
    private const int TailBytes = 4096;

    /// <summary>The kernel charges memory in batches for each core: a full group may show a little less than its limit.</summary>
    private const long ChargeSlack = 1 << 20;

    private static readonly TimeSpan s_remove = TimeSpan.FromSeconds(30);
    private static int s_number;

    private readonly DockerEngine _engine;
    private readonly ContainerSpec _spec;
    private readonly StreamDemultiplexer _frames;
    private readonly BoundedTail _errors = new(TailBytes);
    private readonly byte[] _raw = new byte[1 << 16];
    private readonly MemoryStream _output = new();
    private string _id = "";
    private Stream? _stream;
    private PendingExit? _exit;

    private AttendedContainer(DockerEngine engine, ContainerSpec spec)
    {
        (_engine, _spec) = (engine, spec);
        _frames = new StreamDemultiplexer(_output.Write, _errors.Append);
    }

    /// <summary>The last of what it wrote to standard error.</summary>
    public string ErrorTail => _errors.ToString();

    /// <param name="program">Linked statically: nothing else is in the container.</param>
    public static async Task<AttendedContainer> StartAsync(
        EngineSource source, Toolbox tools, ContainerRuntime runtime, string program, long memoryBytes, CancellationToken ct)
    {
        DockerEngine engine = await source.GetAsync(tools, ct);
        (ContainerImage image, _) = await source.ImageOfAsync(engine, ScratchRecipe.Program, tools, program, ct);
        string name = string.Create(CultureInfo.InvariantCulture, $"bench-attended-{Environment.ProcessId}-{Interlocked.Increment(ref s_number)}");
        Dictionary<string, string> labels = new() { [Owner.Label] = Owner.Self.ToString() };
        ContainerSpec spec = new(name, image.Name, [], labels, memoryBytes, Core: null, source.CgroupRoot is string root ? $"{root}/{name}" : "") { TakesInput = true, Runtime = runtime };
        AttendedContainer container = new(engine, spec);
        try
        {
            await container.StartAsync(ct);
            return container;
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    /// <returns>False when the container takes nothing any more; how it ended is for <see cref="ExitAsync"/>.</returns>
    public async ValueTask<bool> TryWriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        try
        {
            await _stream!.WriteAsync(bytes, ct);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Reads standard output.</summary>
    /// <returns>0 when it has ended, which it does with the container.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        while (_output.Position == _output.Length)
        {
            _output.SetLength(0);
            int count;
            try
            {
                count = await _stream!.ReadAsync(_raw, ct);
            }
            catch (IOException e)
            {
                throw new DockerException($"the Docker engine broke off the container's output: {e.Message}", e);
            }
            if (count == 0)
                return 0;
            _frames.Append(_raw.AsSpan(0, count));
            _output.Position = 0;
        }
        return _output.Read(buffer.Span);
    }

    /// <summary>Waits for the container's end.</summary>
    public async Task<ExitStatus> ExitAsync(CancellationToken ct)
    {
        int code = await _exit!.CodeAsync(ct);
        // A program that exits with such a code by itself cannot be told from one that a signal ended.
        int signal = code - 128;
        if (signal is < 1 or > HighestSignal)
            return new ExitStatus.Exited(code);
        if (signal == SIGKILL)
        {
            long? peak = _spec.CgroupParent.Length > 0 ? Cgroups.PeakMemory(_spec.CgroupParent) : null;
            if (peak >= _spec.MemoryBytes - ChargeSlack || (await _engine.InspectAsync(_id, ct)).State.OOMKilled)
                return new ExitStatus.MemoryExceeded(_spec.MemoryBytes, peak ?? _spec.MemoryBytes);
        }
        return new ExitStatus.Signalled(signal);
    }

    /// <summary>Ends and removes the container. One that cannot be removed is by the end of the engine's owner, or by the next run.</summary>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(s_remove);
        try
        {
            // By name, because a creation that was not answered may have been done all the same.
            await _engine.RemoveAsync(_spec.Name, limit.Token);
        }
        catch (Exception e) when (e is DockerException or OperationCanceledException)
        {
            // The engine has gone or is stuck.
        }
        if (_spec.CgroupParent.Length > 0)
            Cgroups.Remove(_spec.CgroupParent);
        _exit?.Dispose();
        if (_stream is not null)
            await _stream.DisposeAsync();
    }

    private async Task StartAsync(CancellationToken ct)
    {
        // Not cancelled: the engine would finish it unheard, perhaps after the removal.
        _id = await _engine.CreateAsync(_spec, CancellationToken.None);
        _stream = await _engine.ConverseAsync(_id, ct);
        _exit = await _engine.WatchAsync(_id, ct);
        await _engine.StartAsync(_id, CancellationToken.None);
    }
}
