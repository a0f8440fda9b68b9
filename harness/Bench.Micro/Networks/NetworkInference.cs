using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Bench.Core;
using Bench.Inference;
using Bench.Wasm;

namespace Bench.Micro;

/// <summary>BlazeFace on one image that lies in memory already: by ONNX Runtime alone, and asked for by a guest through wasi-nn.</summary>
public class NetworkInference
{
    internal const string Model = "blazeface";
    internal const int Side = 128, Channels = 3;

    private readonly FirstScore _message = new();
    private OnnxSession _session = null!;
    private OnnxTensor[] _inputs = [];
    private OnnxTensor?[] _outputs = [];
    private YoMoGuest _wasm2c = null!, _interpreter = null!;

    /// <summary>Where this program's checkout keeps its models.</summary>
    internal static RepoLayout Layout { get; } = RepoLayout.Find(AppContext.BaseDirectory);

    /// <summary>On the thread that measures.</summary>
    [GlobalSetup]
    public void PrepareToMeasure()
    {
        if (PinnedThread.Core is int core)
            PinnedThread.PinTo(core);
        PrepareAll();
    }

    /// <summary>Nothing but the run, on tensors that are there: what the others are compared with.</summary>
    [Benchmark(Description = "onnxruntime")]
    public int OnnxRuntimeAlone()
    {
        _session.Run(_inputs, _outputs);
        return MemoryMarshal.Read<int>(_outputs[0]!.Bytes);
    }

    [Benchmark(Description = "wasi-nn-wasm2c")]
    public int Wasm2c() => Infer(_wasm2c);

    [Benchmark(Description = "wasi-nn-interpreter")]
    public int Interpreter() => Infer(_interpreter);

    internal void PrepareAll()
    {
        PrepareRuntime();
        (_wasm2c, _interpreter) = NetworkGuests.Start(Layout, NnModels.InFoldersOf(Layout.Assets));
    }

    internal void PrepareRuntime()
    {
        _session = OnnxSession.Load(File.ReadAllBytes(Directory.EnumerateFiles(Path.Combine(Layout.Assets, Model), "*.onnx").First()), threads: 1);
        OnnxTensor image = OnnxTensor.Allocate(OnnxElement.F32, [1, Side, Side, Channels]);
        Span<float> values = image.Values<float>();
        for (int i = 0; i < values.Length; i++)
            values[i] = ((i % 256) / 127.5f) - 1;   // as infer.c
        (_inputs, _outputs) = ([image], _session.AllocateOutputs());
    }

    private int Infer(YoMoGuest guest)
    {
        guest.Handle(_message);
        return _message.Bits;
    }

    /// <summary>A message of nothing; the reply is a score.</summary>
    private sealed class FirstScore : IGuestMessage
    {
        public uint Tag => 0x33;

        public ReadOnlySpan<byte> Data => default;

        internal int Bits { get; private set; }

        public bool TryReply(byte tag, ReadOnlySpan<byte> data)
        {
            Bits = MemoryMarshal.Read<int>(data);
            return true;
        }
    }
}
