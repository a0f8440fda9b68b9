using Bench.Core;

namespace Bench.Backends.Networks;

/// <summary>The C# program with ONNX Runtime in the place of its own network, without a sandbox: what a guest with wasi-nn can come near to at best.</summary>
internal sealed class OnnxBackend : DotNetBackend
{
    public override bool TakesFunctions => false;

    public override bool CanRun(Workload workload) => base.CanRun(workload) && NnHost.Concerns(workload);

    public override bool Concerns(Workload workload) => NnHost.Concerns(workload);

    public override BuildStep Build(Workload workload, Toolbox tools)
    {
        BuildStep own = base.Build(workload, tools);
        return own with { Inputs = [.. own.Inputs, .. NnHost.Sources(Path.Combine(tools.Layout.Runtimes, "Bench.Inference"))] };
    }

    public override Command CommandFor(ExecutionRequest request, Toolbox tools) => NnHost.WithRuntime(base.CommandFor(request, tools), tools);
}
