using System.Diagnostics;
using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>Where container backends get their engine: one that answers already, else a private one; one for a whole run.</summary>
/// <param name="dockerHost">The value of DOCKER_HOST; null or empty for the default socket.</param>
/// <param name="privileged">Whether the harness may start an engine: runs as root.</param>
public sealed class EngineSource(string? dockerHost, bool privileged) : IAsyncDisposable
{
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_cleanUp = TimeSpan.FromSeconds(20);

    /// <summary>Of util-linux; they make the name spaces of a private engine.</summary>
    private static readonly string[] s_helpers = ["setpriv", "unshare"];

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<(ImageRecipe Recipe, string Artifact), ContainerImage> _images = [];
    private readonly Dictionary<ImageRecipe, string?> _bases = [];
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
        : _reachesCgroups && privileged ? "/" + Owner.Self.Group
        : null;

    /// <summary>Looks at all containers that this process has made and not removed.</summary>
    /// <returns>Null where their control groups cannot be read, or there is no engine yet.</returns>
    public ContainersUse? LookAtContainers()
    {
        if (CgroupRoot is not string root || Cgroups.Memory(root) is not long bytes)
            return null;
        IReadOnlyList<int> inside = Cgroups.Processes(root);
        return new ContainersUse(bytes, inside, [.. inside.Select(Owner.ParentOf).OfType<int>().Distinct().Except(inside)]);
    }

    /// <summary>Looks whether an engine answers or could be started, and has the runtime. Starts nothing.</summary>
    public async Task<Availability> ProbeAsync(ContainerRuntime runtime, Toolbox tools, CancellationToken ct)
    {
        if (SocketPath is not string socket)
            return new Availability.Missing($"DOCKER_HOST is '{dockerHost}', which is no Unix socket", $"set DOCKER_HOST to unix://{DockerSocket.Default}, or unset it");
        if (File.Exists(socket))
        {
            try
            {
                using DockerEngine engine = await DockerEngine.ConnectAsync(socket, s_answer, ct);
                return Has(await engine.InfoAsync(ct), (await engine.VersionAsync(ct)).Version, runtime);
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
        Availability dockerd = await tools.ProbeAsync(DockerFamily.EngineTool, ct);
        if (runtime.Name is null || dockerd is not Availability.Ready ready)
            return dockerd;
        Availability program = await tools.ProbeAsync(runtime.Name, ct);
        return program is Availability.Ready its ? new Availability.Ready($"{ready.Version}, {runtime.Name} {its.Version}") : program;
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

    /// <summary>The image of an artifact, made at its first use unless the engine has the very same one already.</summary>
    /// <returns>With what making it took, without what it begins with: of the one call that made it.</returns>
    /// <exception cref="BuildFailedException">The engine refuses it, or a part of it cannot be read.</exception>
    /// <exception cref="DockerException">The engine has gone.</exception>
    internal async Task<(ContainerImage Image, TimeSpan? Made)> ImageOfAsync(DockerEngine engine, ImageRecipe recipe, Toolbox tools, string artifact, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            if (_images.TryGetValue((recipe, artifact), out ContainerImage? known))
                return (known, null);
            (ContainerImage image, TimeSpan? made) = await MakeImageAsync(engine, recipe, tools, artifact, ct);
            _images[(recipe, artifact)] = image;
            return (image, made);
        }
        catch (Exception e) when (e is DockerException { IsRefusal: true } or IOException or UnauthorizedAccessException)
        {
            throw new BuildFailedException(toolGone: false, e.Message, "");
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Removes what dead harnesses left: private engines with their data, containers on an engine that answers, control groups. Starts nothing.</summary>
    public async Task RemoveLeftoversAsync(RepoLayout layout, CancellationToken ct)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(s_cleanUp);
        try
        {
            EngineHome.RemoveLeftovers(FolderIn(layout));
            // Groups cannot go before the containers in them.
            await RemoveContainersOfTheDeadAsync(limit.Token);
            Cgroups.RemoveAll(Owner.IsGroupOfTheDead);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DockerException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // Another user's, or an engine that does not answer: nothing that would be in the way of what is measured now.
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
                foreach (ContainerImage image in _images.Values)
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

    private static Availability Has(EngineInfo info, string version, ContainerRuntime runtime) =>
        runtime.Name is null ? new Availability.Ready(version)
        : info.Runtimes?.ContainsKey(runtime.Name) == true ? new Availability.Ready($"{version}, {runtime.Name}")
        : new Availability.Missing($"the Docker engine that answers has no runtime '{runtime.Name}'",
            $"name it in the \"runtimes\" of the engine's configuration, or stop that engine: a private one, which root can start, has it");

    private bool CanStart => privileged && OperatingSystem.IsLinux();

    private string? SocketPath => DockerSocket.In(dockerHost);

    private async Task<DockerEngine> GetUnderGateAsync(Toolbox tools, CancellationToken ct)
    {
        if (_failure is not null)
            throw new DockerException(_failure.Message, _failure);
        if (_started is { HasExited: true } dead)
        {
            _started = null;
            _images.Clear();
            _bases.Clear();
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
                tools[DockerFamily.EngineTool], FolderIn(tools.Layout), [.. RuntimesIn(tools)], ct);
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

    private static string FolderIn(RepoLayout layout) => Path.Combine(layout.Root, "artifacts", "docker");

    private static IEnumerable<(ContainerRuntime, string)> RuntimesIn(Toolbox tools)
    {
        foreach (ContainerRuntime runtime in ContainerRuntime.Named)
            if (tools.Catalog.All.FirstOrDefault(tool => tool.Id == runtime.Name) is Tool tool && tools.Locate(tool) is string program)
                yield return (runtime, program);
    }

    private async Task<(ContainerImage, TimeSpan?)> MakeImageAsync(DockerEngine engine, ImageRecipe recipe, Toolbox tools, string artifact, CancellationToken ct)
    {
        if (!_bases.TryGetValue(recipe, out string? baseName))
            _bases[recipe] = baseName = await recipe.BaseAsync(engine, tools, ct);
        long begin = Stopwatch.GetTimestamp();
        string name = await recipe.NameAsync(baseName, artifact, ct);
        if (await ContainerImage.FindAsync(engine, name, ct) is ContainerImage found)
            return (found, null);
        await recipe.MakeAsync(engine, baseName, artifact, name, ct);
        TimeSpan took = Stopwatch.GetElapsedTime(begin);
        return (await ContainerImage.MadeAsync(engine, name, ct), took);
    }

    private async Task RemoveContainersOfTheDeadAsync(CancellationToken ct)
    {
        if (SocketPath is not string socket || !File.Exists(socket))
            return;
        using DockerEngine engine = await DockerEngine.ConnectAsync(socket, s_answer, ct);
        await RemoveContainersAsync(engine, Owner.IsDead, ct);
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
