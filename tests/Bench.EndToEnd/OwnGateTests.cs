using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>This checkout against the baseline that is kept in it: tests/baseline/README.md says how an intended change is taken over.</summary>
[Trait("Speed", "Slow")]
public sealed class OwnGateTests : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(10);
    private readonly string _folder = Machine.TemporaryFolder().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("programs", "run", "--suite", "smoke", "--backend", "native-*", "--processes", "1", "--count")]
    [InlineData("codec", "micro", "--filter", "*/*/y3-*", "--processes", "1")]
    public async Task No_workload_takes_more_instructions_and_no_codec_allocates_more_than_the_baseline_that_is_kept(string side, params string[] measure)
    {
        foreach (string tool in (string[])["clang", "gcc", "valgrind"])
            Skip.If(Machine.Tools.Locate(Machine.Tools.Catalog[tool]) is null, $"{tool} is not installed");
        string candidate = Path.Combine(_folder, side);
        CapturedOutput measured = await BenchAsync([.. measure, "--out", candidate]);
        Assert.True(measured.Succeeded, measured.Stderr);

        CapturedOutput gate = await BenchAsync("gate", "--baseline", $"tests/baseline/{side}", "--candidate", candidate, "--rules", "tests/baseline/gate.yaml", "--out", _folder);

        Assert.True(gate.Succeeded, gate.Stdout + gate.Stderr);
    }

    private static Task<CapturedOutput> BenchAsync(params string[] arguments) => ChildProcess.CaptureAsync(BenchCommand.Of(arguments), s_timeout, CancellationToken.None);
}
