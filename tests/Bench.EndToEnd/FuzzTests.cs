using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>Inputs that no test thought of, other ones each time; a finding names its seed.</summary>
[Trait("Speed", "Slow")]
public sealed class FuzzTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("frames", 20)]
    [InlineData("y3", 30)]
    [InlineData("y3-json", 10)]
    [InlineData("y3-notation", 10)]
    [InlineData("y3-scanner", 10)]
    public async Task Some_seconds_of_new_inputs_find_nothing(string target, int seconds)
    {
        string fuzz = AppContext.BaseDirectory.Replace("Bench.EndToEnd", "Bench.Fuzz", StringComparison.Ordinal) + "Bench.Fuzz.dll";
        CapturedOutput output = await ChildProcess.CaptureAsync(Command.Of("dotnet", fuzz, target, "--seconds", $"{seconds}"), s_timeout, CancellationToken.None);
        Assert.True(output.Succeeded, output.Stdout + output.Stderr);
        Assert.Matches($@"^{target}: [\d,]+ inputs in [\d.]+ s \([\d,]+/s\), seed \d+: no finding\n$", output.Stdout);
    }
}
