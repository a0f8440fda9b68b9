namespace Bench.Core;

/// <summary>What a workload says of itself under <c>features</c>, so that a backend knows whether a variant of it is worth having.</summary>
public static class WorkloadFeature
{
    /// <summary>Vector code: compiled with SIMD128 it is another program than without.</summary>
    public const string Simd = "simd";

    /// <summary>With <see cref="WasiNnMacro"/> defined its C source leaves a network to the host, through <c>wasi_ephemeral_nn</c>.</summary>
    public const string WasiNn = "wasi-nn";

    public const string WasiNnMacro = "BENCH_WASI_NN";

    public static IReadOnlyList<string> Names { get; } = [Simd, WasiNn];
}
