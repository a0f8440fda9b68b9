using Bench.Core;
using Xunit;

namespace Bench.EndToEnd;

/// <summary>Half a minute of inputs that no test thought of, other ones each time; a finding names its seed.</summary>
[Trait("Speed", "Slow")]
public sealed class FuzzTests
{
    private const int Seconds = 30;
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("y3")]
    public async Task Half_a_minute_of_inputs_finds_nothing(string target)
    {
        string fuzz = AppContext.BaseDirectory.Replace("Bench.EndToEnd", "Bench.Fuzz", StringComparison.Ordinal) + "Bench.Fuzz.dll";
        CapturedOutput output = await ChildProcess.CaptureAsync(Command.Of("dotnet", fuzz, target, "--seconds", $"{Seconds}"), s_timeout, CancellationToken.None);
        Assert.True(output.Succeeded, output.Stdout + output.Stderr);
        Assert.Matches($@"^{target}: [\d,]+ inputs in [\d.]+ s \([\d,]+/s\), seed \d+: no finding\n$", output.Stdout);
    }
}
