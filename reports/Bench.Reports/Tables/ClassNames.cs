using Bench.Core;

namespace Bench.Reports;

internal static class ClassNames
{
    // From the least to the most between the program and the machine.
    private static readonly BackendClass[] s_order =
        [BackendClass.Native, BackendClass.Aot, BackendClass.OptimisingJit, BackendClass.BaselineJit, BackendClass.Interpreter, BackendClass.Container, BackendClass.Library];

    internal static int Rank(this BackendClass backendClass) => Array.IndexOf(s_order, backendClass);

    internal static string Name(this BackendClass backendClass) => backendClass switch
    {
        BackendClass.Native => "native",
        BackendClass.Aot => "AOT",
        BackendClass.OptimisingJit => "optimising JIT",
        BackendClass.BaselineJit => "baseline JIT",
        BackendClass.Interpreter => "interpreter",
        BackendClass.Container => "container",
        BackendClass.Library => "library",
        _ => throw new ArgumentOutOfRangeException(nameof(backendClass)),
    };

    internal static IEnumerable<string> ByClass(this RunHeader header, IEnumerable<string> backends) =>
        backends.OrderBy(id => header.Backend(id).Class.Rank()).ThenBy(static id => id, StringComparer.Ordinal);
}
