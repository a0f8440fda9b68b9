using Bench.Core;
using Bench.Fleet.Images;

namespace Bench.Tests;

public sealed class DotNetRuntimeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Programs_get_the_newest_runtime_of_the_version_that_they_ask_for_and_no_SDK()
    {
        foreach (string file in (string[])["dotnet", "LICENSE.txt", "host/fxr/9.0.1/x", "host/fxr/10.0.9/x", "host/fxr/10.0.12/x", "sdk/10.0.100/x",
            "shared/App/9.0.7/x", "shared/App/10.0.9/x", "shared/App/10.0.12/x", "shared/Web/10.0.12/x"])
            _folder.Write($"net/{file}", "");
        File.CreateSymbolicLink(_folder["command"], _folder["net/dotnet"]);
        _folder.Write("programs/a/a.runtimeconfig.json", """{ "runtimeOptions": { "framework": { "name": "App", "version": "10.0.0" } } }""");
        _folder.Write("programs/b.runtimeconfig.json", """{ "runtimeOptions": { "frameworks": [{ "name": "App", "version": "10.0.1" }] } }""");
        _folder.Write("programs/c.runtimeconfig.json", "{}");

        Assert.Equal(["dotnet", "LICENSE.txt", "host/fxr/10.0.12", "shared/App/10.0.12"],
            DotNetRuntime.PathsOf(_folder["command"], [_folder["programs"]]).Select(path => Path.GetRelativePath(_folder["net"], path)));

        _folder.Write("programs/d.runtimeconfig.json", """{ "runtimeOptions": { "framework": { "name": "App", "version": "11.0.0" } } }""");
        Assert.Contains("shared/App has no version 11.x", Assert.Throws<UsageException>(() => DotNetRuntime.PathsOf(_folder["command"], [_folder["programs"]])).Message, StringComparison.Ordinal);
    }
}
