using Bench.Core;

namespace Bench.Tests;

/// <summary>A run in which every text tries to become part of the page.</summary>
internal static class HostileRun
{
    internal const string Payload = "</script><img src=x onerror=\"window.__pwned=1\"><!--";

    // As an attribute's end, as a template, and with the two characters that end a line of JavaScript but not of JSON.
    private const string More = "\"'><script>window.__pwned=2</script>${window.__pwned=3}\u2028\u2029]]>";

    internal static Summary Summary
    {
        get
        {
            string id = "a\"b<i>c";
            FixtureRun run = new FixtureRun { Machine = FixtureRun.Xeon with { Cpu = Payload, System = More, Kernel = Payload, Hypervisor = More }, Suite = Payload }
                .Backend("native-clang", Payload, BackendClass.Native, Payload, More).Backend(id, More, BackendClass.Aot, More, Payload)
                .Backend("gone", Payload, BackendClass.Interpreter, null, Payload)
                .Workload("n<b>body", "s'mall", Payload, More).Workload("pi", "s'mall", More);
            foreach (string workload in new[] { "n<b>body", "pi" })
                run.Measured($"{workload}/s'mall/native-clang", 10, 11, 12, 13, 14, 15).Times($"{workload}/s'mall/native-clang", Phases.Execute, 9, 10, 11, 12, 13, 14);
            return run.Measured($"pi/s'mall/{id}", 20, 21, 22, 23, 24, 25).Failed($"n<b>body/s'mall/{id}", FailureCause.ExitCode, Payload, $"{More}\n{Payload}")
                .Skipped("pi/s'mall/gone", Payload).Skipped("n<b>body/s'mall/gone", More).Summary;
        }
    }
}
