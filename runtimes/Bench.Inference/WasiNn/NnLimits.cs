namespace Bench.Inference;

/// <summary>What one guest may hold of the host's memory.</summary>
public sealed record NnLimits
{
    /// <summary>Named models only: a model of the guest's own is read and run by native code outside of the sandbox.</summary>
    public static readonly NnLimits NamedModels = new();

    /// <summary>For guests that are trusted as a program of this machine is.</summary>
    public static readonly NnLimits OwnModels = new() { ModelBytes = 64 << 20 };

    /// <summary>Of a model that the guest brings itself; 0 refuses all of them.</summary>
    public int ModelBytes { get; init; }

    /// <summary>Of all tensors of all its contexts.</summary>
    public long TensorBytes { get; init; } = 64 << 20;

    public int Graphs { get; init; } = 8;

    public int Contexts { get; init; } = 32;
}
