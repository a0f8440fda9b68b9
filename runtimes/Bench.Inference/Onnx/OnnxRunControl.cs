namespace Bench.Inference;

/// <summary>Ends runs from another thread.</summary>
/// <exception cref="OnnxException">The library is not there.</exception>
public sealed class OnnxRunControl : IDisposable
{
    internal OnnxRunOptionsHandle Handle { get; } = new(OnnxRuntime.Native);

    /// <summary>A run under way with this control ends with an error before its next operator, and so does each later one.</summary>
    public void Stop() => Handle.Terminate();

    public void Dispose() => Handle.Dispose();
}
