using Bench.Core;

namespace Bench.Backends;

/// <summary>The C source by two compilers, run as it is: what every sandbox is compared with.</summary>
public sealed class NativeFamily : IBackendFamily
{
    public IEnumerable<Backend> Backends =>
    [
        new NativeBackend { Id = "native-clang", Title = "Native (clang)", Class = BackendClass.Native, Tools = ["clang"], IsCountable = true },
        new NativeBackend { Id = "native-gcc", Title = "Native (gcc)", Class = BackendClass.Native, Tools = ["gcc"], IsCountable = true },
    ];
}

internal sealed class NativeBackend : CommandBackend
{
    public override string Flags => $"{Tools[0]} {string.Join(' ', NativeProgram.Flags)}";

    public override BuildStep Build(Workload workload, Toolbox tools) => NativeProgram.Step(workload, tools, Tools[0]);

    public override Command CommandFor(ExecutionRequest request, Toolbox tools) => Command.Of(request.Artifact, request.Size.Args);
}
