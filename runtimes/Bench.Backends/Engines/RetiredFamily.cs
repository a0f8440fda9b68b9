using Bench.Core;

namespace Bench.Backends;

/// <summary>Engines of the published table that cannot be had any more.</summary>
public sealed class RetiredFamily : IBackendFamily
{
    public IEnumerable<Backend> Backends =>
    [
        new RetiredBackend("Lucet was ended in 2022 in favour of Wasmtime: see wasmtime-precompiled") { Id = "lucet", Title = "Lucet", Class = BackendClass.Aot },
        new RetiredBackend("WAVM has had no release since 2022; LLVM-compiled code today: see wasmedge-aot and wamr-aot") { Id = "wavm", Title = "WAVM", Class = BackendClass.Aot },
    ];
}
