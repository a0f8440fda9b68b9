using System.Text;
using System.Text.RegularExpressions;
using Bench.Backends.Docker;
using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>The harness as an image: built by ./bench, given to an engine, run there without a network.</summary>
[Trait("Speed", "Slow")]
public sealed partial class ImageTests : IDisposable
{
    private const string NoSocket = "unix:///nonexistent/docker.sock";

    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [SkippableFact]
    public async Task A_small_image_measures_in_a_container_what_it_was_built_for()
    {
        await using EngineSource source = new(NoSocket, Environment.IsPrivilegedProcess);
        await SkipWithoutEngineAsync(source);
        string name = await BuildAsync();
        Assert.Equal(name, await BuildAsync());

        DockerEngine engine = await OwnEngineAsync(source);
        CapturedOutput loaded = await _checkout.BenchAsync("image", "load", "--host", $"unix://{engine.Socket}");
        Assert.True(loaded.Succeeded, loaded.Describe());
        CapturedOutput list = await _checkout.BenchAsync("image", "list", "--host", $"unix://{engine.Socket}");
        Assert.Contains(name, list.Stdout, StringComparison.Ordinal);

        (int code, string output) = await RunAsync(engine, name, "run", "--suite", "smoke", "--backend", "native-clang", "--workload", "pi", "--strict");
        Assert.True(code == 0, output);
        Assert.Contains("1 case measured, 0 failed, 0 skipped", output, StringComparison.Ordinal);

        (code, output) = await RunAsync(engine, name, "run", "--suite", "smoke", "--backend", "native-clang", "--workload", "nbody", "--strict");
        Assert.Equal(3, code);
        Assert.Contains("0 cases measured, 0 failed, 1 skipped", output, StringComparison.Ordinal);
    }

    private async Task<string> BuildAsync()
    {
        CapturedOutput built = await _checkout.BenchAsync("image", "build", "--backend", "native-clang", "--workload", "pi");
        Assert.True(built.Succeeded, built.Describe());
        string name = built.Stdout.TrimEnd().Split('\n')[^1];
        Assert.Matches(NamePattern(), name);
        return name;
    }

    private static async Task SkipWithoutEngineAsync(EngineSource source)
    {
        Skip.IfNot(Directory.Exists("/var/lib/dpkg/info"), "images are put together from dpkg's packages");
        Skip.IfNot(await Machine.Tools.ProbeAsync("clang", CancellationToken.None) is Availability.Ready, "clang is not installed");
        Skip.If(await source.ProbeAsync(ContainerRuntime.OfTheEngine, Machine.Tools, CancellationToken.None) is not Availability.Ready, "there can be no engine here");
    }

    private async Task<DockerEngine> OwnEngineAsync(EngineSource source) =>
        await source.GetAsync(new Toolbox(new RepoLayout(_checkout.Folder), Machine.Tools.Catalog), CancellationToken.None);

    private static async Task<(int Code, string Output)> RunAsync(DockerEngine engine, string image, params string[] arguments)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        string container = await engine.CreateAsync(new ContainerSpec($"bench-image-test-{Environment.ProcessId}", image, arguments, new Dictionary<string, string>(), 2L << 30, Core: null, "") { IsWritable = true }, limit.Token);
        await using Stream attached = await engine.AttachAsync(container, limit.Token);
        using PendingExit exit = await engine.WatchAsync(container, limit.Token);
        await engine.StartAsync(container, limit.Token);
        using MemoryStream both = new();
        StreamDemultiplexer frames = new(both.Write, both.Write);
        byte[] buffer = new byte[1 << 14];
        for (int count; (count = await attached.ReadAsync(buffer, limit.Token)) > 0;)
            frames.Append(buffer.AsSpan(0, count));
        int code = await exit.CodeAsync(limit.Token);
        await engine.RemoveAsync(container, limit.Token);
        return (code, Encoding.UTF8.GetString(both.ToArray()));
    }

    [GeneratedRegex("^localhost/bench:[0-9a-f]{16}$")]
    private static partial Regex NamePattern();
}
