using System.Text.Json;
using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>A Docker engine of the harness's own, for one run: started here, ended with everything that it made.</summary>
/// <remarks>
/// It lives in name spaces of its own. Processes: its containers' keepers are orphans on purpose and would become children of
/// the harness, to be swept as strays; and the end of the first process ends all others. Mounts: none of its own reach the
/// machine and none can stay behind; /run is a fresh one, which hides sockets that have their place there.
/// Network: nothing of the machine's can be touched, whatever the engine's defaults.
/// What is left is one folder of data, one of the socket and empty cgroups: removed at the end, or by the next run.
/// </remarks>
internal sealed class PrivateEngine : IAsyncDisposable
{
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan s_ping = TimeSpan.FromSeconds(2);

    /// <summary>What runs inside the name spaces. The shell stays as their first process, because it reaps orphans and the engine does not.</summary>
    /// <remarks>Where both versions of cgroups are mounted, crun refuses to work: it is not shown the newer one, which the engine does not use there.</remarks>
    private const string Script =
        "mount -t tmpfs -o mode=755 tmpfs /run || exit 1; ! grep -q ' /sys/fs/cgroup/unified cgroup2 ' /proc/self/mounts || umount -l /sys/fs/cgroup/unified || exit 1; \"$@\" & wait $!";

    private readonly EngineHome _home;
    private readonly BackgroundProcess _process;

    private PrivateEngine(EngineHome home, BackgroundProcess process, DockerEngine client)
    {
        _home = home;
        _process = process;
        Client = client;
    }

    internal DockerEngine Client { get; }

    /// <summary>Absolute below the root of every cgroup hierarchy; all containers are under it.</summary>
    internal string CgroupRoot => _home.CgroupRoot;

    internal bool HasExited => _process.Exited.IsCompleted;

    /// <summary>The end of its log, in one line, for an error message.</summary>
    internal string LogTail => _home.LogTail();

    internal int Pid => _process.Pid;

    /// <param name="runtimes">That it is told of, beside its own.</param>
    /// <param name="folder">Keeps the data of engines; what dead runs left in it is ended and removed first.</param>
    /// <exception cref="DockerException">It does not start; the message carries the end of its log.</exception>
    internal static async Task<PrivateEngine> StartAsync(
        string dockerd, string folder, IReadOnlyList<(ContainerRuntime Runtime, string Program)> runtimes, CancellationToken ct)
    {
        EngineHome? home = null;
        BackgroundProcess? process = null;
        try
        {
            EngineHome.RemoveLeftovers(folder);
            home = EngineHome.Create(folder);
            await File.WriteAllTextAsync(home.Configuration, ConfigurationOf(runtimes), ct);
            process = BackgroundProcess.Start(CommandFor(dockerd, home), home.Log);
            home.Remember(process.Pid);
            return new PrivateEngine(home, process, await AnsweringAsync(home, process, ct));
        }
        catch (Exception e)
        {
            string tail = home?.LogTail() ?? "";
            if (process is not null)
                await process.KillAsync();
            home?.Dispose();
            if (e is not (IOException or UnauthorizedAccessException or DockerException))
                throw;
            throw new DockerException(tail.Length > 0 ? $"{e.Message}; its log ends: {tail}" : e.Message, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.EndAsync(s_end);
        _home.Dispose();
    }

    private static Command CommandFor(string dockerd, EngineHome home) => Command.Of("setpriv",
        // Dies with the harness, however that dies.
        "--pdeathsig", "KILL",
        "unshare", "--mount", "--propagation", "private", "--net", "--pid", "--fork", "--kill-child", "--mount-proc",
        "sh", "-c", Script, "sh",
        // Not the machine's own configuration: it may ask for another socket, a proxy, a registry.
        dockerd, "--config-file", home.Configuration, "--data-root", home.Data, "--exec-root", "/run/docker", "--pidfile", "/run/docker.pid",
        "--host", "unix://" + home.Socket, "--log-level", "warn", "--shutdown-timeout", "2",
        "--exec-opt", "native.cgroupdriver=cgroupfs", "--cgroup-parent", home.CgroupRoot,
        "--bridge", "none", "--iptables=false", "--ip6tables=false", "--ip-forward=false");

    private static string ConfigurationOf(IReadOnlyList<(ContainerRuntime Runtime, string Program)> runtimes) => JsonSerializer.Serialize(
        new EngineConfiguration(runtimes.ToDictionary(static one => one.Runtime.Name!, static one => new RuntimeEntry(one.Program, one.Runtime.Arguments))),
        DockerJson.Default.EngineConfiguration);

    private static async Task<DockerEngine> AnsweringAsync(EngineHome home, BackgroundProcess process, CancellationToken ct)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(s_start);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            if (process.Exited.IsCompleted)
                throw new DockerException($"dockerd ended before it answered ({process.Exited.Result.Describe()})");
            if (limit.IsCancellationRequested)
                throw new DockerException($"dockerd did not answer within {s_start.TotalSeconds} s");
            try
            {
                if (File.Exists(home.Socket))
                    return await DockerEngine.ConnectAsync(home.Socket, s_ping, ct);
            }
            catch (DockerException)
            {
                // Not yet; why not, if it never does, is in its log.
            }
            await Task.Delay(s_pause, ct);
        }
    }
}
