using Bench.Core;

namespace Bench.Tests;

/// <summary>Runs in which everything happens that a report must be able to show.</summary>
internal static class FixtureRuns
{
    /// <summary>Of every class one backend; one case failed, one was interrupted, one backend is missing, one retired.</summary>
    internal static FixtureRun Quick()
    {
        FixtureRun run = Backends(new FixtureRun())
            .Workload("nbody", "small", "5000000").Workload("nbody", "small-interpreter", "500000").Workload("mandelbrot", "small", "1000");
        Whole(run, "nbody/small/native-clang", startup: 1.1, [331.2, 330.8, 333.1]);
        Whole(run, "nbody/small/wasmedge-aot", startup: 12.4, [376.0, 378.4, 375.1]);
        run.Times("nbody/small/wasmedge-aot", Phases.Compile, 1402, 1398, 1431)
            .Values("nbody/small/wasmedge-aot", Phases.Build, Metric.ArtifactBytes, 212_480, 212_480, 212_480);
        Whole(run, "nbody/small/node", startup: 61.2, [391, 388, 402]);
        Whole(run, "nbody/small/docker-native", startup: 801, [332.7, 334.9, 331.1]);
        run.Times("nbody/small/docker-native", Phases.Create, 120, 131, 118).Times("nbody/small/docker-native", Phases.Remove, 48, 52, 49)
            .Values("nbody/small/docker-native", Phases.Build, Metric.ImageBytes, 78_643_200, 78_643_200, 78_643_200);
        Whole(run, "mandelbrot/small/native-clang", startup: 1.0, [93.5, 94.0, 93.1]);
        run.Failed("mandelbrot/small/wasmedge-aot", FailureCause.Trap, "out of bounds memory access, Code: 0x88",
            "[error] execution failed: out of bounds memory access, Code: 0x88\n[error] In instruction: i32.load (0x28)\n\u001b[31mline three\n4\n5\n6\n7");
        run.Times("mandelbrot/small/node", Phases.Total, 160.5);
        run.Failed("mandelbrot/small/docker-native", FailureCause.WrongOutput, "printed nothing, expected 125013 bytes");
        Whole(run, "nbody/small-interpreter/native-clang", startup: 1.1, [33.1, 33.0, 33.4]);
        Whole(run, "nbody/small-interpreter/wasmedge", startup: 13.0, [9120, 9240, 9333]);
        foreach (string workload in new[] { "nbody", "mandelbrot" })
            run.Skipped($"{workload}/small/wasmer-llvm", "'wasmer' is not on PATH; https://wasmer.io")
                .Skipped($"{workload}/small/lucet", "retired: merged into Wasmtime in 2022");
        return run.Skipped("nbody/small-interpreter/wasm3", "nbody has no source in c");
    }

    /// <summary>Messages through nodes: one host tells the guest's times and one does not, one failed, one is missing; beside them the search for a capacity.</summary>
    internal static FixtureRun Stream() => new FixtureRun { Suite = "stream-quick", Processes = 2, Baseline = "tcp+delegate" }
        .Backend("tcp+delegate", "delegate over tcp", BackendClass.OptimisingJit).Backend("tcp+wasm2c", "wasm2c over tcp", BackendClass.Aot)
        .Backend("tcp+worker:node", "worker:node over tcp", BackendClass.OptimisingJit).Backend("quic+delegate", "delegate over quic", BackendClass.OptimisingJit, null)
        .Stream("stream-quick", "f64-1000ps", "functions=triple", "payload=f64", "rate=1000").Stream("stream-quick", "f64-capacity", "functions=triple", "p99<=2ms")
        .Streamed("stream-quick/f64-1000ps/tcp+delegate", parts: true, 210, 220).Streamed("stream-quick/f64-1000ps/tcp+wasm2c", parts: false, 214, 228)
        .Times("stream-quick/f64-1000ps/tcp+delegate", StreamPhases.ColdStart, 310)
        .Failed("stream-quick/f64-1000ps/tcp+worker:node", FailureCause.Timeout, "function-1: not ready after 180 s")
        .Skipped("stream-quick/f64-1000ps/quic+delegate", "libmsquic is not there; ./bench setup")
        .Values("stream-quick/f64-capacity/tcp+delegate", StreamPhases.Capacity, Metric.PerSecond, 64_000, 61_000).Values("stream-quick/f64-capacity/tcp+delegate", StreamPhases.BeyondCapacity, Metric.PerSecond, 70_000, 67_000);

    /// <summary>Programs that look at images: with and without vector instructions, one that failed, and interpreters with another number of images.</summary>
    internal static FixtureRun Images()
    {
        FixtureRun run = new FixtureRun { Suite = "image", Processes = 6 }
            .Backend("native-clang", "Native (clang)", BackendClass.Native).Backend("wasmedge-aot", "WasmEdge AOT", BackendClass.Aot).Backend("wasmedge-aot-simd", "WasmEdge AOT with SIMD", BackendClass.Aot)
            .Backend("node", "V8", BackendClass.OptimisingJit).Backend("wasm3", "wasm3", BackendClass.Interpreter)
            .Workload("image-inference", "small", "80").Workload("image-inference", "small-interpreter", "1").Workload("nop", "small", "0");
        Image("small/native-clang", [2.60, 2.61, 2.58, 2.62, 2.60, 2.59], inference: 1.60);
        Image("small/wasmedge-aot", [3.17, 3.20, 3.15, 3.22, 3.18, 3.16], inference: 8.01);
        Image("small/wasmedge-aot-simd", [3.19, 3.18, 3.25, 3.21, 3.17, 3.20], inference: 2.50);
        run.Failed("image-inference/small/node", FailureCause.WrongOutput, "printed 3 bytes as expected but other ones: '127'");
        Image("small-interpreter/native-clang", [3.60, 3.61, 3.58, 3.62, 3.60, 3.59], inference: 1.62);
        Image("small-interpreter/wasm3", [201, 204, 199, 203, 202, 200], inference: 870);
        return run.Measured("nop/small/native-clang", 0.7, 0.71, 0.69, 0.72, 0.7, 0.7);

        void Image(string caseId, double[] decodeMs, double inference)
        {
            caseId = $"image-inference/{caseId}";
            double[] Like(double ms) => [.. decodeMs.Select(one => ms * one / decodeMs[0])];
            run.Measured(caseId, Like(80 * (decodeMs[0] + inference))).Times(caseId, ImagePhases.Decode, decodeMs).Times(caseId, ImagePhases.Resize, Like(decodeMs[0] / 10))
                .Times(caseId, ImagePhases.Inference, Like(inference)).Times(caseId, ImagePhases.Post, Like(0.0012));
        }
    }

    /// <summary>What is called inside a process: one of two contestants can look at a message that has not arrived as a whole; one fails.</summary>
    internal static FixtureRun Library()
    {
        FixtureRun run = new FixtureRun { Suite = "micro", Processes = 6, Baseline = "json-source-generated" }
            .Backend("y3-skip", "Y3, skipping values by their length", BackendClass.Library).Backend("utf8-json-reader", "JSON, Utf8JsonReader token by token", BackendClass.Library, "10.0.1")
            .Backend("json-dictionary", "JSON, everything into a dictionary", BackendClass.Library, "10.0.1").Backend("json-source-generated", "JSON, source-generated serialisation", BackendClass.Library, "10.0.1")
            .Workload("take-value", "c03-k02", "3", "2").Workload("take-value", "c63-k32", "63", "32").Workload("take-value-chunked", "c63-k32", "63", "32", "64");
        run.Called("take-value/c03-k02/y3-skip", 0, 12, null, 9.81, 9.92, 9.77, 9.85, 10.1, 9.9).Called("take-value/c03-k02/utf8-json-reader", 0, 27, null, 61.2, 60.8, 61.9, 62.4, 61, 61.7)
            .Called("take-value/c03-k02/json-source-generated", 80, 27, null, 204, 201, 207, 203, 206, 202)
            .Called("take-value/c63-k32/y3-skip", 0, 219, null, 61.1, 60.9, 61.6, 62, 61.4, 60.8).Called("take-value/c63-k32/utf8-json-reader", 0, 766, null, 719, 722, 731, 716, 725, 718)
            .Called("take-value/c63-k32/json-dictionary", 17225, 766, null, 6602, 6580, 6711, 6634, 6599, 6650).Called("take-value/c63-k32/json-source-generated", 632, 766, null, 2370, 2345, 2391, 2366, 2402, 2359)
            .Failed("take-value/c03-k02/json-dictionary", FailureCause.WrongOutput, "printed 3 bytes as expected but other ones: '127'")
            .Called("take-value-chunked/c63-k32/y3-skip", 0, 219, 128, 102.5, 101.1, 103, 102, 101.8, 102.9).Called("take-value-chunked/c63-k32/json-source-generated", 640, 766, 766, 2650, 2633, 2671, 2644, 2660, 2655);
        return run;
    }

    /// <summary>The published sizes with the retired engines in their rows.</summary>
    internal static FixtureRun Paper(MachineInfo machine)
    {
        FixtureRun run = Backends(new FixtureRun { Machine = machine, Processes = 10, Suite = "paper" })
            .Workload("nbody", "paper", "50000000").Workload("fannkuch-redux", "paper", "12").Workload("mandelbrot", "paper", "15000");
        run.Measured("nbody/paper/native-clang", 3310, 3290, 3340, 3305).Measured("fannkuch-redux/paper/native-clang", 25442, 25100, 26300, 25000)
            .Measured("mandelbrot/paper/native-clang", 9350, 9350, 9350, 9350)
            .Measured("nbody/paper/wasmedge-aot", 3763, 3700, 3905, 3758).Measured("fannkuch-redux/paper/wasmedge-aot", 32807, 32900)
            .Failed("mandelbrot/paper/wasmedge-aot", FailureCause.Timeout, "not finished after 1800 s")
            .Times("nbody/paper/node", Phases.Total, 3391, 3402).Measured("mandelbrot/paper/node", 10470)
            .Measured("nbody/paper/docker-native", 4083, 4150, 4020, 4099);
        foreach (string workload in new[] { "nbody", "fannkuch-redux", "mandelbrot" })
            run.Skipped($"{workload}/paper/lucet", "retired: merged into Wasmtime in 2022")
                .Skipped($"{workload}/paper/wavm", "retired: unmaintained since 2022")
                .Skipped($"{workload}/paper/wasmer-llvm", "'wasmer' is not on PATH; https://wasmer.io");
        return run;
    }

    /// <summary>Every text is one that a format could take for something else: the marks of TeX, Markdown, HTML and CSV, letters of many scripts, words without an end.</summary>
    internal static FixtureRun Hostile()
    {
        string marks = string.Concat(Enumerable.Range(' ', 0x7F - ' ').Select(static c => (char)c)), letters = string.Concat(Enumerable.Range(0xA0, 0x180 - 0xA0).Select(static c => (char)c));
        string tex = "\\input{/etc/passwd} \\write18{id} \\end{document} $x$ %gone [1] {{ }} ^^5c -- --- ,, ?` !` << >> '' `` ~ # & _ [a] * |";
        string scripts = "± µ ÷ – × † ‡ ≈ 漢字 Привет ελληνικά עברית 🎉 \uD800 \u202E\u0000\u001b[31m\uFFFF e\u0301 ﬁ ⁰¹²³⁴⁵⁶⁷⁸⁹";
        string endless = new string('x', 700) + new string('_', 300) + new string('漢', 100);
        FixtureRun run = new FixtureRun { Machine = FixtureRun.Xeon with { Cpu = $"Evil & Sons {tex}", System = scripts, Kernel = endless, Hypervisor = marks }, Suite = "[quick] *" }
            .Backend("evil_%&#", tex, BackendClass.Native, scripts, endless)
            .Backend("[wide]", marks, BackendClass.Aot, letters, tex)
            .Backend("*", "*", BackendClass.Interpreter, null, "")
            .Backend("native-clang", "", BackendClass.Native)
            .Workload("n{body}$", "small~", tex, scripts, marks).Workload(endless, "small~", endless);
        run.Measured("n{body}$/small~/evil_%&#", 10, 11, 12, 10.5, 11.5, 10.7, 10.8).Measured("n{body}$/small~/native-clang", 9, 9.1, 9.2, 9.3, 9.4, 9.5)
            .Times("n{body}$/small~/evil_%&#", "own_%phase", 1, 2).Failed("n{body}$/small~/[wide]", FailureCause.Trap, $"{tex} {scripts}", $"{tex}\n{marks}\n{endless}\n{scripts}")
            .Measured($"{endless}/small~/native-clang", 5).Measured($"{endless}/small~/*", 50).Failed($"{endless}/small~/evil_%&#", FailureCause.ExitCode, endless)
            .Skipped("n{body}$/small~/*", $"{tex} {endless}");
        return run;
    }

    /// <summary>More backends than fit below each other, more workloads than fit side by side.</summary>
    internal static FixtureRun Broad()
    {
        FixtureRun run = new();
        for (int backend = 0; backend < 70; backend++)
            run.Backend($"engine-{backend:00}", $"Engine {backend:00}", (BackendClass)(backend % 6), "1.0", string.Join(' ', Enumerable.Repeat("--flag=value", backend % 9)));
        for (int workload = 0; workload < 24; workload++)
        {
            run.Workload($"workload-{workload:00}", "small", "1");
            for (int backend = 0; backend < 70; backend++)
                run.Measured($"workload-{workload:00}/small/engine-{backend:00}", [.. Enumerable.Range(0, 7).Select(i => (10.0 * (workload + 1)) + backend + (0.1 * i))]);
        }
        return run;
    }

    /// <summary>A hundred thousand measurements: 2000 cases, five numbers of each of ten processes.</summary>
    internal static FixtureRun Large()
    {
        const int processes = 10;
        SplitMix random = new(1);
        FixtureRun run = new() { Processes = processes };
        for (int backend = 0; backend < 40; backend++)
            run.Backend(backend == 0 ? "native-clang" : $"engine-{backend:00}", $"Engine {backend:00}", (BackendClass)(backend % 6));
        foreach (string size in (string[])["small", "paper"])
            for (int workload = 0; workload < 25; workload++)
            {
                run.Workload($"workload-{workload:00}", size, "1");
                for (int backend = 0; backend < 40; backend++)
                {
                    string id = $"workload-{workload:00}/{size}/{(backend == 0 ? "native-clang" : $"engine-{backend:00}")}";
                    double[] execute = [.. Enumerable.Range(0, processes).Select(_ => 100 + backend + workload + random.NextDouble())];
                    run.Times(id, Phases.Startup, [.. execute.Select(static one => one / 50)]).Times(id, Phases.Execute, execute).Measured(id, [.. execute.Select(static one => one * 1.03)])
                        .Values(id, Phases.Total, Metric.User, [.. execute.Select(static one => (long)(one * 9e5))])
                        .Values(id, Phases.Total, Metric.PeakRss, [.. execute.Select(static one => (long)(one * 1e5))]);
                }
            }
        return run;
    }

    private static FixtureRun Backends(FixtureRun run) => run
        .Backend("docker-native", "Docker, native program", BackendClass.Container, "27.3.1", "create --network none; start; wait")
        .Backend("native-clang", "Native, clang", BackendClass.Native, "19.1.7", "clang -O3")
        .Backend("wasmedge", "WasmEdge interpreter", BackendClass.Interpreter, "0.14.1", "wasmedge --force-interpreter")
        .Backend("wasmedge-aot", "WasmEdge AOT", BackendClass.Aot, "0.14.1", "wasmedge compile --optimize 3 | wasmedge run")
        .Backend("node", "Node.js (V8)", BackendClass.OptimisingJit, "22.12.0", "node `run.mjs`")
        .Backend("wasmer-llvm", "Wasmer LLVM", BackendClass.Aot, null)
        .Backend("wasm3", "wasm3", BackendClass.Interpreter, null)
        .Backend("lucet", "Lucet", BackendClass.Aot, null)
        .Backend("wavm", "WAVM", BackendClass.Aot, null);

    /// <summary>A case of which everything was measured but instructions.</summary>
    private static void Whole(FixtureRun run, string caseId, double startup, double[] execute)
    {
        double[] totals = [.. execute.Select(one => one + startup + 0.4)];
        run.Times(caseId, Phases.Build, 212.5).Times(caseId, Phases.Startup, [.. execute.Select((_, i) => startup * (1 + (0.03 * i)))])
            .Times(caseId, Phases.Execute, execute).Measured(caseId, totals)
            .Values(caseId, Phases.Total, Metric.User, [.. totals.Select(static one => (long)(one * 0.96e6))])
            .Values(caseId, Phases.Total, Metric.Sys, [.. totals.Select(static one => (long)(one * 0.02e6))])
            .Values(caseId, Phases.Total, Metric.PeakRss, [.. totals.Select((_, i) => (long)(1_900_000 + (i * 4096) + (startup * 900_000)))])
            .Values(caseId, Phases.Build, Metric.ArtifactBytes, [.. totals.Select(static _ => 15_984L)]);
    }
}
