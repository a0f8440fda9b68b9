namespace Bench.Core;

/// <summary>How the code of a workload is turned into machine instructions; what may fairly be compared follows from it.</summary>
public enum BackendClass
{
    Interpreter,
    BaselineJit,
    OptimisingJit,
    Aot,
    Native,
    Container,

    /// <summary>Code that is called inside a .NET process, of which nothing else is measured.</summary>
    Library,
}
