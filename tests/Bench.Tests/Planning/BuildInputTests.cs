using Bench.Backends;
using Bench.Core;

namespace Bench.Tests;

public sealed class BuildInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    // Without tools.json: no tool is looked for, and none is run.
    private readonly Toolbox _tools = new(new RepoLayout(Repo.Root), new ToolCatalog([]));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_of_bytes_beside_a_kernel_is_an_input_of_its_C_program_and_is_found_by_name()
    {
        string kernel = _folder.Write("one/one.c", ""), bytes = _folder.Write("one/table.bin", "");
        Workload workload = One(("c", "one.c"));

        IReadOnlyList<string> sources = NativeProgram.Sources(workload, _tools);
        string[] arguments = [.. NativeProgram.Arguments(workload, _tools)];

        Assert.Contains(kernel, sources);
        Assert.Contains(bytes, sources);
        Assert.Contains(kernel, arguments);
        Assert.DoesNotContain(bytes, arguments);
        Assert.Equal("-I", arguments[Array.IndexOf(arguments, workload.Folder) - 1]);
    }

    [Fact]
    public async Task A_file_of_bytes_beside_a_kernel_is_an_input_of_the_program_of_all_CSharp_kernels()
    {
        string kernel = _folder.Write("one/One.cs", ""), bytes = _folder.Write("two/table.bin", ""), text = _folder.Write("two/README.md", "");
        await using BackendCatalog backends = BackendCatalog.Discover();

        BuildStep step = backends.All.Single(static one => one.Id == "dotnet-jit").Build(One(("csharp", "One.cs")) with { Project = _folder["Kernels/Kernels.csproj"] }, _tools);

        Assert.Contains(kernel, step.Inputs);
        Assert.Contains(bytes, step.Inputs);
        Assert.DoesNotContain(text, step.Inputs);
    }

    private Workload One((string Language, string File) source) => new("one", "t", "s", "s", _folder["one"],
        new Dictionary<string, string> { [source.Language] = source.File }, new Dictionary<string, WorkloadSize>());
}
