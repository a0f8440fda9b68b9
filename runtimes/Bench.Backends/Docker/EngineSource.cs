using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>Where container backends get their engine: one that answers already, else a private one; one for a whole run.</summary>
/// <param name="dockerHost">The value of DOCKER_HOST; null or empty for the default socket.</param>
/// <param name="privileged">Whether the harness may start an engine: runs as root.</param>
public sealed class EngineSource(string? dockerHost, bool privileged) : IAsyncDisposable
{
    private const string DefaultSocket = "/var/run/docker.sock";
    private const string UnixScheme = "unix://";

    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_cleanUp = TimeSpan.FromSeconds(20);

    /// <summary>Of util-linux; they make the name spaces of a private engine.</summary>
    private static readonly string[] s_helpers = ["setpriv", "unshare"];

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, ScratchImage> _images = [];
    private DockerEngine? _found;
    private PrivateEngine? _started;
    private DockerException? _failure;
    private bool _reachesCgroups;

    public static EngineSource OfThisMachine() => new(Environment.GetEnvironmentVariable("DOCKER_HOST"), Environment.IsPrivilegedProcess);

    /// <summary>The private engine's process; null where none was started.</summary>
    public int? PrivatePid => _started?.Pid;

    /// <summary>Absolute path of cgroups for containers, below which a case may have its own; null where the harness could not read or remove it.</summary>
    internal string? CgroupRoot =>
        _started is not null ? _started.CgroupRoot
        : _reachesCgroups && privileged ? $"/bench-{Environment.ProcessId}"
        : null;

    /// <summary>Looks whether an engine answers or could be started. Starts nothing.</summary>
    public async Task<Availability> ProbeAsync(Toolbox tools, CancellationToken ct)
    {
        if (SocketPath is not string socket)
            return new Availability.Missing($"DOCKER_HOST is '{dockerHost}', which is no Unix socket", $"set DOCKER_HOST to unix://{DefaultSocket}, or unset it");
        if (File.Exists(socket))
        {
            try
            {
                using DockerEngine engine = await DockerEngine.ConnectAsync(socket, s_answer, ct);
                return new Availability.Ready((await engine.VersionAsync(ct)).Version);
            }
            catch (DockerException e) when (!CanStart)
            {
                return new Availability.Missing(e.Message, "start the Docker engine, or run as root so that a private one can be started");
            }
            catch (DockerException)
            {
                // A dead socket, or not ours to use: a private engine it is.
            }
        }
        if (!CanStart)
            return new Availability.Missing($"no Docker engine answers on {socket}, and only root can start one", "start the Docker engine, or run as root");
        if (s_helpers.FirstOrDefault(static helper => !IsOnPath(helper)) is string helper)
            return new Availability.Missing($"'{helper}' of util-linux is not on PATH", "install util-linux");
        return await tools.ProbeAsync(DockerFamily.EngineTool, ct);
    }

    /// <summary>The run's engine: found, or started now. An engine of ours that died is started anew.</summary>
    /// <exception cref="DockerException">There is none and none can be started; the same again at the next call.</exception>
    public async Task<DockerEngine> GetAsync(Toolbox tools, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return await GetUnderGateAsync(tools, ct);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The image of a program, imported at its first use.</summary>
    internal async Task<ScratchImage> ImageOfAsync(DockerEngine engine, string program, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            if (!_images.TryGetValue(program, out ScratchImage? image))
                _images[program] = image = await ScratchImage.ImportAsync(engine, program, ct);
            return image;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Removes what the run left on an engine that was found, and ends one that was started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_found is not null)
        {
            using CancellationTokenSource limit = new(s_cleanUp);
            try
            {
                await RemoveContainersAsync(_found, static owner => owner == Owner.Self.ToString(), limit.Token);
                foreach (ScratchImage image in _images.Values)
                    await _found.RemoveImageAsync(image.Name, limit.Token);
            }
            catch (Exception e) when (e is DockerException or OperationCanceledException)
            {
                // The engine has gone or is stuck; the next run removes what is left, by its label.
            }
            if (CgroupRoot is string root)
                Cgroups.Remove(root);
            _found.Dispose();
            _found = null;
        }
        if (_started is not null)
            await _started.DisposeAsync();
        _started = null;
        _images.Clear();
        _gate.Dispose();
    }

    private bool CanStart => privileged && OperatingSystem.IsLinux();

    private string? SocketPath =>
        string.IsNullOrEmpty(dockerHost) ? DefaultSocket
        : dockerHost.StartsWith(UnixScheme, StringComparison.Ordinal) ? dockerHost[UnixScheme.Length..]
        : null;

    private async Task<DockerEngine> GetUnderGateAsync(Toolbox tools, CancellationToken ct)
    {
        if (_failure is not null)
            throw new DockerException(_failure.Message, _failure);
        if (_started is { HasExited: true } dead)
        {
            _started = null;
            _images.Clear();
            await dead.DisposeAsync();
        }
        if ((_found ?? _started?.Client) is DockerEngine known)
            return known;
        try
        {
            _found = await FindAsync(ct);
            if (_found is not null)
                return _found;
            if (!CanStart)
                throw new DockerException($"no Docker engine answers on {SocketPath}, and only root can start one");
            _started = await PrivateEngine.StartAsync(
                tools[DockerFamily.EngineTool], Path.Combine(tools.Layout.Root, "artifacts", "docker"), ct);
            return _started.Client;
        }
        catch (DockerException e)
        {
            _failure = e;
            throw;
        }
    }

    private async Task<DockerEngine?> FindAsync(CancellationToken ct)
    {
        if (SocketPath is not string socket || !File.Exists(socket))
            return null;
        DockerEngine? engine = null;
        try
        {
            engine = await DockerEngine.ConnectAsync(socket, s_answer, ct);
            EngineInfo info = await engine.InfoAsync(ct);
            // systemd names and removes its groups itself.
            _reachesCgroups = info.CgroupDriver == "cgroupfs";
            await RemoveContainersAsync(engine, Owner.IsDead, ct);
            return engine;
        }
        catch (DockerException) when (CanStart)
        {
            engine?.Dispose();
            return null;
        }
    }

    private static async Task RemoveContainersAsync(DockerEngine engine, Func<string, bool> isOurs, CancellationToken ct)
    {
        foreach (ContainerListed container in await engine.ListAsync(Owner.Label, ct))
            if (container.Labels is not null && container.Labels.TryGetValue(Owner.Label, out string? owner) && isOurs(owner))
                await engine.RemoveAsync(container.Id, ct);
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
