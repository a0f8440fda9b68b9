using System.Collections.Concurrent;
using Bench.Backends;
using Bench.Backends.Docker;
using Bench.Core;

namespace Bench.Tests.Docker;

/// <summary>A private engine for all tests of a class, and programs compiled from a few lines of C.</summary>
public sealed class DockerFixture : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, string> _programs = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("bench-test-").FullName;

    public Toolbox Tools { get; private set; } = null!;

    /// <summary>No engine of the machine's is used, so that the tests are the same everywhere.</summary>
    public EngineSource Source { get; } = new(NoSocket, Environment.IsPrivilegedProcess);

    public Backend Backend { get; private set; } = null!;

    public const string NoSocket = "unix:///nonexistent/docker.sock";

    /// <summary>Why there can be no engine here; null when there can.</summary>
    public string? Missing { get; private set; }

    public async Task InitializeAsync()
    {
        Tools = ToolboxIn(Folder);
        Backend = new DockerFamily(Source).Backends.Single(static one => one.Id == "docker-native");
        Missing = await Backend.ProbeAsync(Tools, default) is Availability.Missing missing ? $"{missing.Reason}; {missing.Remedy}" : null;
    }

    public async Task DisposeAsync()
    {
        await Source.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public static Toolbox ToolboxIn(string root) => new(new RepoLayout(root), new ToolCatalog(
    [
        new Tool { Id = "clang", Title = "clang", Executables = ["clang-19", "clang", "gcc"], VersionArguments = ["--version"] },
        new Tool { Id = "docker", Title = "Docker", Executables = ["dockerd"], VersionArguments = ["--version"] },
    ]));

    /// <summary>Compiles the body of <c>main(int argc, char **argv)</c>, linked statically.</summary>
    public string Compile(string body) => _programs.GetOrAdd(body, text =>
    {
        string program = Path.Combine(Folder, $"program-{_programs.Count}-{Guid.NewGuid():N}");
        string source = program + ".c";
        File.WriteAllText(source,
            "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <time.h>\n#include <unistd.h>\n#include <signal.h>\n"
            + "int main(int argc, char **argv)\n{\n" + text + "\n}\n");
        CapturedOutput result = ChildProcess.CaptureAsync(
            Command.Of(Tools["clang"], "-O1", "-static", source, "-o", program), TimeSpan.FromMinutes(1), default).GetAwaiter().GetResult();
        Assert.True(result.Succeeded, result.Describe());
        return program;
    });

    public Task<Execution> RunAsync(string body, ExecutionOptions? options = null, CancellationToken ct = default, params string[] arguments) =>
        Backend.ExecuteAsync(RequestFor(Compile(body), options, arguments), Tools, ct);

    public static ExecutionRequest RequestFor(string program, ExecutionOptions? options = null, params string[] arguments)
    {
        WorkloadSize size = new("test", arguments, new ExpectedOutput("", 0, null));
        Workload workload = new("test", "Test", "", "", "/", new Dictionary<string, string>(), new Dictionary<string, WorkloadSize> { ["test"] = size });
        return new ExecutionRequest(workload, size, program, options ?? ExecutionOptions.Default);
    }

    /// <summary>Names of containers of the harness on the engine, running or not.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync() =>
        [.. (await (await Source.GetAsync(Tools, default)).ListAsync("bench", default)).Select(static one => one.Id)];
}
