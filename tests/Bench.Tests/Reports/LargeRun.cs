using Bench.Core;

namespace Bench.Tests;

/// <summary>A run of many cases, made up from a seed.</summary>
internal static class LargeRun
{
    /// <summary>Total times of 20 workloads × 5 sizes × backends × processes.</summary>
    internal static RunRecord Of(int backends, int processes)
    {
        string[] ids = ["native-clang", .. Enumerable.Range(1, backends - 1).Select(static i => $"engine-{i:00}")];
        string[] sizes = ["tiny", "small", "medium", "large", "huge"];
        BackendClass[] classes = Enum.GetValues<BackendClass>();
        FixtureRun run = new() { Processes = processes };
        for (int i = 0; i < ids.Length; i++)
            run.Backend(ids[i], $"Engine {i}", i == 0 ? BackendClass.Native : classes[i % classes.Length], "1.0", $"clang -O3 | engine --mode {i}");
        SplitMix random = new(7);
        foreach (string workload in Enumerable.Range(1, 20).Select(static i => $"workload-{i:00}"))
            foreach (string size in sizes)
            {
                run.Workload(workload, size, "1");
                foreach (string id in ids)
                {
                    double scale = Math.Pow(10, 3 * random.NextDouble());
                    run.Measured($"{workload}/{size}/{id}", [.. Enumerable.Range(0, processes).Select(_ => scale * (1 + (0.05 * random.NextDouble())))]);
                }
            }
        return run.Record;
    }
}
