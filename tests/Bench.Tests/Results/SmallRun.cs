using System.Text;
using Bench.Core;

namespace Bench.Tests;

/// <summary>A short run with a row of every kind.</summary>
internal static class SmallRun
{
    internal static readonly CaseId Nbody = new("nbody", "small", "wasm3");
    internal static readonly CaseId Pi = new("pi", "small", "node");
    internal static readonly CaseId Nop = new("nop", "small", "lucet");
    internal static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>With every member set.</summary>
    internal static RunHeader Header { get; } = new()
    {
        Schema = RunHeader.CurrentSchema, BenchVersion = "0.1.0", Commit = "18cc40c01234+", StartedAt = Start, Seed = ulong.MaxValue,
        Options = new RunOptions
        {
            Suite = "quick", Workloads = ["n*"], Backends = ["*"], Size = "small", Processes = 2, Budget = TimeSpan.FromMinutes(8),
            Precision = 0.01, Baseline = "native-clang", Iterations = Iterations.Auto,
            CaseTimeout = TimeSpan.FromSeconds(1.5), MemoryLimitBytes = 4L << 30, Pin = true, PinnedCore = 1,
        },
        Machine = new MachineInfo("Neoverse-N1", 4, 16L << 30, "arm64", "6.1.0", "Debian GNU/Linux 12", "Amazon EC2")
        {
            Cloud = "aws", InstanceType = "m6g.xlarge", Region = "eu-central-1", Label = "left",
        },
        Tools = [new ToolVersion("clang", "Clang", "19.1.7")],
        Backends =
        [
            new BackendInfo("wasm3", "wasm3", BackendClass.Interpreter, "0.5.0", "wasm3 PROGRAM.wasm"),
            new BackendInfo("lucet", "Lucet", BackendClass.Aot, Version: null, ""),
        ],
        Workloads =
        [
            new WorkloadInfo("nbody", "n-body", new Dictionary<string, IReadOnlyList<string>> { ["small"] = ["5000000"] })
            {
                Answers = new Dictionary<string, string> { ["small"] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
            },
        ],
        Cases = [Nbody, Pi, Nop],
    };

    /// <summary>A PNG file of one pixel.</summary>
    internal static byte[] Dot { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    internal static void Write(string folder)
    {
        using RunWriter writer = RunWriter.Create(folder, Header);
        writer.Write(Process(Nbody, 1, 1, WorkKind.Compile), [Wall(Phases.Compile, 900)]);
        writer.Write(Process(Nbody, 1, 2), [Wall(Phases.Total, 1200), new Reading(1, Phases.Execute, Metric.Wall, 1000), new Reading(2, Phases.Execute, Metric.Wall, 1100)]);
        writer.Write(Process(Pi, 1, 3), [Wall(Phases.Total, 77), new Reading(0, Phases.Total, Metric.PeakRss, 4096)]);
        writer.Write(new Outcome.Failed(Pi, FailureCause.WrongOutput, "printed \"3.14\", é", "line\nline"));
        writer.Write(new Outcome.Skipped(Nop, "retired: see wasmtime"));
        writer.Write([new PlanRecord(Nbody, WorkKind.Execute, Pilot: 1, Processes: 9, HalfWidth: 0.02)]);
        writer.Write([new PictureRecord(Nbody, Dot, "face 0.923 0.444 0.253 0.183 0.183")]);
        writer.Write(new NoteRecord(Nbody, "no more than 2: é"));
        writer.Write(Process(Nbody, 2, 4), [Wall(Phases.Total, 1300)]);
        writer.Write(new NoiseRecord(Start.AddSeconds(4), Load: 0.75, Steal: 0.002, Kilohertz: 2_300_000));
        writer.Write(new Outcome.Measured(Nbody, 2));
    }

    internal static byte[] Bytes()
    {
        using TempFolder folder = new();
        Write(folder.Path);
        return File.ReadAllBytes(RunFolder.RunFile(folder.Path));
    }

    internal static string[] Lines() => Encoding.UTF8.GetString(Bytes()).TrimEnd('\n').Split('\n');

    internal static ProcessRecord Process(CaseId id, int process, int sequence, WorkKind kind = WorkKind.Execute) =>
        new(id, kind, process, sequence, Start.AddSeconds(sequence), Took: TimeSpan.FromSeconds(0.5));

    internal static Reading Wall(string phase, long ns) => new(0, phase, Metric.Wall, ns);
}
