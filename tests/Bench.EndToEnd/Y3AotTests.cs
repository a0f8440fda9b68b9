using System.Runtime.InteropServices;
using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>The Y3 codec and generated records in a program without a runtime.</summary>
[Trait("Speed", "Slow")]
public sealed class Y3AotTests : IDisposable
{
    /// <summary>A record with a slice of records, a number that has an initialiser, and a generic record.</summary>
    private const string Message =
        "8133B0311004796F6D6F110243E4D211800710023FF011014080061001C0110100130107940F90081002403711023FE011036C6162";

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Machine.TemporaryFolder();

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    public async Task A_program_compiled_ahead_of_time_reads_and_writes_records()
    {
        if (await Machine.Backend("dotnet-aot").ProbeAsync(Machine.Tools, CancellationToken.None) is Availability.Missing missing)
            Skip.If(true, $"{missing.Reason}; {missing.Remedy}");

        CapturedOutput publish = await ChildProcess.CaptureAsync(
            Command.Of(Machine.Tools["dotnet"],
                ["publish", Path.Combine(Machine.Layout.Root, "tests/Bench.AotProbe"), "-c", "Release", "-r", $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}",
                    "-p:PublishAot=true", "--artifacts-path", Path.Combine(_folder.FullName, "artifacts"), "-o", _folder.FullName, "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"]),
            s_timeout, CancellationToken.None);
        Assert.True(publish.Succeeded, publish.Stdout + publish.Stderr);
        Assert.DoesNotContain("warning", publish.Stdout, StringComparison.OrdinalIgnoreCase);

        Assert.Equal($"Done 53 yomo 456 [1/2 -2/0] 7 lab:23/0.5\nDone\n{Message}\n", (await RunAsync(Message)).Stdout);
        Assert.Equal("Done 8 yo 0 [] 5 :\nDone\n810EB00C1002796F110100D200130105\n", (await RunAsync("8106B0041002796F")).Stdout);
        Assert.Equal("InvalidData 6 \n", (await RunAsync("8106B004100279FF")).Stdout);
    }

    private Task<CapturedOutput> RunAsync(string message) =>
        ChildProcess.CaptureAsync(Command.Of(Path.Combine(_folder.FullName, "Bench.AotProbe"), message), s_timeout, CancellationToken.None);
}
