using System.Reflection;
using BenchmarkDotNet.Attributes;
using Bench.Inference;
using Bench.Wasm;

namespace Bench.Micro;

/// <summary>A method of <see cref="NetworkInference"/>.</summary>
internal sealed record NetworkCase(NetworkContestant Contestant, MethodInfo Method) : MeasuredCase(Method)
{
    /// <summary>The first score, to as many digits as all engines agree on.</summary>
    private static readonly Lazy<string> s_expected = new(static () =>
    {
        NetworkInference alone = new();
        alone.PrepareRuntime();
        return TextOf(alone.OnnxRuntimeAlone());
    });

    public const string Workload = "infer";

    /// <summary>None where something is <see cref="Missing"/>.</summary>
    public static new IReadOnlyList<NetworkCase> All { get; } = Missing is not null ? [] :
    [
        .. from method in typeof(NetworkInference).GetMethods()
        let attribute = method.GetCustomAttribute<BenchmarkAttribute>()
        where attribute is not null
        select new NetworkCase(NetworkContestant.All.Single(one => one.Id == attribute.Description), method),
    ];

    /// <summary>Null where all is there; otherwise what is missing and how to get it, in one line.</summary>
    public static string? Missing => OnnxRuntime.Missing ?? WasmEdgeLibrary.Missing
        ?? (NnModels.InFoldersOf(NetworkInference.Layout.Assets).Names.Contains(NetworkInference.Model) ? null : $"the model {NetworkInference.Model} is not in .tools/assets; ./bench setup");

    public override string WorkloadId => Workload;
    public override string WorkloadTitle => "one inference of BlazeFace";
    public override string SizeId => "one-image";
    public override IReadOnlyList<string> Arguments => [$"{NetworkInference.Side}", $"{NetworkInference.Side}"];
    public override string ExpectedAnswer => s_expected.Value;
    public override bool IsStandard => true;
    public override Contestant MadeBy => Contestant;
    public override int PayloadBytes => NetworkInference.Side * NetworkInference.Side * NetworkInference.Channels * sizeof(float);

    public override object Prepare()
    {
        NetworkInference instance = new();
        instance.PrepareAll();
        return instance;
    }

    public override string Answer(object result) => TextOf((int)result);

    private static string TextOf(int bits) => $"{BitConverter.Int32BitsToSingle(bits):F3}";
}

/// <summary>Who runs a network, and for whom.</summary>
internal sealed record NetworkContestant(string Id, string Title) : Contestant(Id, Title, OnnxRuntime.Version)
{
    public static IReadOnlyList<NetworkContestant> All { get; } =
    [
        new("onnxruntime", "ONNX Runtime, from C#"),
        new("wasi-nn-wasm2c", "ONNX Runtime, for a guest made by wasm2c"),
        new("wasi-nn-interpreter", "ONNX Runtime, for a guest in WasmEdge's interpreter"),
    ];
}
