using System.Text;
using Bench.Backends;
using Bench.Backends.Docker;
using Bench.Core;
using Bench.Hosts;
using Bench.Streaming;
using Bench.Tests.Docker;
using Bench.Wasm;
using Bench.Workloads;

namespace Bench.Tests;

/// <summary>The function that looks for faces in images, on hosts that run its network themselves and on those that leave it to ONNX Runtime.</summary>
public sealed class RecogniseTests : IAsyncLifetime, IDisposable
{
    private const byte Image = 0x10;

    private static readonly FunctionSpec s_spec = new() { Function = "recognise" };

    private readonly TempFolder _folder = new();
    private readonly HostMachine _machine;
    private readonly FunctionHosts _hosts;

    public RecogniseTests()
    {
        RepoLayout layout = new(Repo.Root);
        _machine = new HostMachine(new Toolbox(layout, ToolCatalog.Load(layout.ToolsFile)), new ArtifactStore(_folder["cache"], TimeSpan.FromMinutes(3)),
            BackendCatalog.Discover(), new EngineSource(DockerFixture.NoSocket, privileged: false));
        _hosts = new FunctionHosts(_machine);
    }

    public static TheoryData<string> Kinds() => ["wasm2c-nn", "wasmedge-interpreter-nn", "worker:native-clang", "worker:wasmedge-aot-simd", "worker:dotnet-jit"];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _hosts.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Every_host_says_of_an_image_what_the_workload_says_and_goes_on_after_what_is_none(string kind)
    {
        await using IFunctionHost host = await StartAsync(kind);
        Assert.Equal([Image], host.ObservedTags);
        foreach ((string name, byte[] file, string reason) in BadImages())
            Assert.Equal($"{name}: error {reason}", $"{name}: {await AnswerAsync(host, file)}");
        // Decoding the large ones takes an interpreter a second.
        foreach (string line in File.ReadLines(Path.Combine(Repo.Root, "workloads", "image-inference", "expected", "8.txt")).Where(line => kind != "wasmedge-interpreter-nn" || line.StartsWith("astronaut-2", StringComparison.Ordinal)))
        {
            string[] parts = line.Split(' ', 2);
            Assert.Equal(line, $"{parts[0]} {await AnswerAsync(host, File.ReadAllBytes(ImageFile(parts[0])))}");
        }
    }

    [SkippableFact]
    public async Task A_function_without_a_network_is_refused_by_a_host_that_runs_networks()
    {
        await RequireAsync("wasm2c-nn");
        FunctionFaultException refusal = await Assert.ThrowsAsync<FunctionFaultException>(async () => await _hosts.PrepareAsync("wasm2c-nn", new FunctionSpec { Function = "upper" }, default));
        Assert.Equal("'upper' has no network that a host could run; choose wasm2c", refusal.Message);
    }

    [SkippableFact]
    public async Task A_thousand_images_through_the_host_s_network_leave_no_memory_behind()
    {
        await using IFunctionHost host = await StartAsync("wasm2c-nn");
        byte[] image = File.ReadAllBytes(ImageFile("astronaut-256.png"));
        long early = 0;
        for (int i = 0; i < 1000; i++)
        {
            Assert.StartsWith("face 0.9", await AnswerAsync(host, image));
            if (i == 100)
                early = Environment.WorkingSet;
        }
        Assert.InRange(Environment.WorkingSet, 0, early + (32 << 20));
    }

    private static IEnumerable<(string Name, byte[] File, string Reason)> BadImages()
    {
        byte[] png = File.ReadAllBytes(ImageFile("astronaut-256.png"));
        yield return ("truncated PNG", png[..1000], "truncated PNG");
        yield return ("text named .jpg", "A text that somebody named photograph.jpg."u8.ToArray(), "not a PNG or JPEG");
        yield return ("large header", PngFile.Of(new PngHeader(20000, 20000, 8, PngColour.Rgb, false)), "20000 x 20000 pixels are too many");
        yield return ("zero bytes", [], "no bytes");
        yield return ("CMYK", JpegFile.Of(new JpegShape(16, 16, "1x1 1x1 1x1 1x1"), seed: 1), "CMYK JPEG is not supported");
    }

    private static string ImageFile(string name) => Path.Combine(new RepoLayout(Repo.Root).Assets, "images", name);

    private static async Task<string> AnswerAsync(IFunctionHost host, byte[] image)
    {
        FunctionCall call = await HostsFixture.InvokeAsync(host, Image, image);
        Assert.Equal((1, 0x11), (call.Replies, call[0].Tag));
        return Encoding.UTF8.GetString(call[0].Data.Span);
    }

    private async Task<IFunctionHost> StartAsync(string kind)
    {
        await RequireAsync(kind);
        IFunctionHost host = (await _hosts.PrepareAsync(kind, s_spec, default))();
        await host.StartAsync(default);
        return host;
    }

    private async Task RequireAsync(string kind)
    {
        Availability assets = await _machine.Tools.ProbeAllAsync(["stb", "blazeface", "images"], default);
        Availability found = kind switch
        {
            "wasm2c-nn" => await _machine.Tools.ProbeAllAsync(["onnxruntime", "wabt", "clang", "lld", "wasi-libc"], default),
            "wasmedge-interpreter-nn" => WasmEdgeLibrary.Missing is string missing ? new Availability.Missing(missing, "") : await _machine.Tools.ProbeAllAsync(["onnxruntime", "clang", "lld", "wasi-libc"], default),
            _ => await _machine.Backends.All.Single(one => "worker:" + one.Id == kind).ProbeAsync(_machine.Tools, default),
        };
        foreach (Availability.Missing one in new[] { assets, found }.OfType<Availability.Missing>())
            Skip.If(true, one.Reason);
    }
}
