using Bench.Core;
using Bench.Hosts;
using Bench.Streaming;

namespace Bench.Tests;

public sealed class FunctionManifestTests : IDisposable
{
    private static readonly FunctionSpec s_spec = new() { Function = "see" };

    private readonly TempFolder _folder = new();

    public FunctionManifestTests() => _folder.Write("workloads/vision/image.c", "");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_function_without_one_needs_nothing_more()
    {
        FunctionManifest none = FunctionManifest.Of(new RepoLayout(_folder.Path), _folder.Path);
        Assert.Empty(none.Shared);
        Assert.Equal(s_spec, none.Widened(s_spec));
    }

    [Fact]
    public void What_a_function_needs_widens_the_bounds_and_never_narrows_them()
    {
        FunctionManifest manifest = Of("""{ "shared": ["vision"], "assets": ["model"], "features": ["wasi-nn"], "instructions": 7, "memoryMiB": 256, "deadlineSeconds": 60 }""");
        Assert.Equal(["vision"], manifest.Shared);
        Assert.Equal(["model"], manifest.Assets);
        Assert.Equal([WorkloadFeature.WasiNn], manifest.Features);
        Assert.Equal(s_spec with { MemoryBytes = 256 << 20, Deadline = TimeSpan.FromMinutes(1) }, manifest.Widened(s_spec));
    }

    [Theory]
    [InlineData("""{ "shared": ["nowhere"] }""", "'nowhere'")]
    [InlineData("""{ "shared": ["../vision"] }""", "'../vision'")]
    [InlineData("""{ "features": ["cuda"] }""", "expected one of simd, wasi-nn")]
    [InlineData("""{ "memoryMiB": 4096 }""", "at most 1024")]
    [InlineData("""{ "memory": 1 }""", "memory")]
    [InlineData("{", "(1,")]
    public void A_wrong_one_is_refused_in_a_line_with_the_file(string json, string says)
    {
        FunctionFaultException refusal = Assert.Throws<FunctionFaultException>(() => Of(json));
        Assert.Equal(FunctionFault.Refused, refusal.Fault);
        Assert.Contains(FunctionManifest.FileName, refusal.Message);
        Assert.Contains(says, refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private FunctionManifest Of(string json)
    {
        _folder.Write("see/function.json", json);
        return FunctionManifest.Of(new RepoLayout(_folder.Path), _folder["see"]);
    }
}
