using System.Text.RegularExpressions;
using Bench.Backends;
using Bench.Core;

namespace Bench.Tests;

public sealed class BackendCatalogTests : IAsyncDisposable
{
    private readonly BackendCatalog _catalog = BackendCatalog.Discover();

    public ValueTask DisposeAsync() => _catalog.DisposeAsync();

    [Fact]
    public async Task Every_family_of_the_assembly_is_found()
    {
        List<string> ids = [];
        foreach (Type type in typeof(BackendCatalog).Assembly.GetTypes().Where(static type => type.IsClass && type.GetInterfaces().Contains(typeof(IBackendFamily))))
        {
            IBackendFamily family = (IBackendFamily)Activator.CreateInstance(type)!;
            ids.AddRange(family.Backends.SelectMany(static backend => backend.Variants.Prepend(backend)).Select(static backend => backend.Id));
            if (family is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
        }
        Assert.Equal(ids.Order(), _catalog.All.Select(static one => one.Id).Order());
    }

    [Fact]
    public void Ids_are_unique_and_lower_case_words_with_hyphens()
    {
        Assert.Equal(_catalog.All.Count, _catalog.All.DistinctBy(static one => one.Id).Count());
        Assert.All(_catalog.All, static one => Assert.Matches(new Regex("^[a-z0-9]+(-[a-z0-9]+)*$"), one.Id));
    }

    [Fact]
    public void A_variant_with_vector_instructions_differs_from_its_engine_in_that_alone()
    {
        WasmBackend[] wasm = [.. _catalog.All.OfType<WasmBackend>()];
        Assert.Contains(wasm, static one => one.UsesSimd128);
        foreach (WasmBackend variant in wasm.Where(static one => one.UsesSimd128))
        {
            WasmBackend engine = wasm.Single(one => $"{one.Id}-simd" == variant.Id);
            string[] different = [.. typeof(WasmBackend).GetProperties().Where(property => !Same(property.GetValue(engine), property.GetValue(variant))).Select(static property => property.Name).Order()];
            Assert.Equal([nameof(Backend.Flags), nameof(Backend.Id), nameof(Backend.Title), nameof(WasmBackend.UsesSimd128), nameof(Backend.Variants)], different);
            Assert.Equal(engine.Flags, variant.Flags.Replace(" -msimd128", "", StringComparison.Ordinal));
            Assert.Empty(variant.Variants);
        }

        static bool Same(object? one, object? other) => one is IEnumerable<object> many && other is IEnumerable<object> others ? many.SequenceEqual(others) : Equals(one, other);
    }

    [Fact]
    public void A_variant_with_vector_instructions_is_for_workloads_that_have_vector_code()
    {
        Workload[] workloads = [.. WorkloadCatalog.Load(new RepoLayout(Repo.Root).Workloads)];
        Backend variant = _catalog.All.Single(static one => one.Id == "wasmedge-aot-simd");
        Assert.Equal(["image-classify", "image-inference"], workloads.Where(variant.Concerns).Select(static one => one.Id));
    }

    [Fact]
    public void Every_tool_that_a_backend_names_is_in_tools_json()
    {
        ToolCatalog tools = ToolCatalog.Load(new RepoLayout(Repo.Root).ToolsFile);
        HashSet<string> known = [.. tools.All.Select(static tool => tool.Id)];
        Assert.All(_catalog.All, backend => Assert.Subset(known, backend.Tools.ToHashSet()));
        Assert.All(_catalog.All.Where(static one => one is not RetiredBackend), static backend => Assert.NotEmpty(backend.Tools));
    }

    [Fact]
    public async Task The_retired_are_lucet_and_wavm_and_stand_last()
    {
        Assert.Equal(["lucet", "wavm"], _catalog.All.TakeLast(2).Select(static one => one.Id));
        foreach (Backend one in _catalog.All.TakeLast(2))
            Assert.IsType<Availability.Retired>(await one.ProbeAsync(Toolbox.ForDisplay, CancellationToken.None));
        Assert.Equal(2, _catalog.All.Count(static one => one is RetiredBackend));
    }

    /// <summary>But for what wasm2c adds on x64 alone.</summary>
    [Fact]
    public void Command_lines_of_modules_are_the_documented_ones() => StoredFile.Holds("command-lines.txt",
        string.Concat(_catalog.All.OfType<WasmBackend>().OrderBy(static one => one.Id, StringComparer.Ordinal).Select(static one => $"{one.Id}: {one.Flags}\n"))
            .Replace(" -mfsgsbase -DWASM_RT_ALLOW_SEGUE=1", "", StringComparison.Ordinal));
}
