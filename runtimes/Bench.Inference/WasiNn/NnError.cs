namespace Bench.Inference;

/// <summary>What the functions of <c>wasi_ephemeral_nn</c> return.</summary>
/// <remarks>Source: wasi-nn, wasi_ephemeral_nn.witx, <c>nn_errno</c>. Crates of version 0.1 count from 2 on without <see cref="InvalidEncoding"/>.</remarks>
public enum NnError : uint
{
    Success = 0,

    /// <summary>A pointer outside of the memory, an unknown handle or index, a tensor that is not the model's, a call out of order.</summary>
    InvalidArgument = 1,
    InvalidEncoding = 2,
    MissingMemory = 3,
    Busy = 4,

    /// <summary>The runtime failed: <see cref="WasiNn.LastError"/> says how.</summary>
    RuntimeError = 5,
    UnsupportedOperation = 6,

    /// <summary>Above a limit of <see cref="NnLimits"/>, or an output above the room for it.</summary>
    TooLarge = 7,
    NotFound = 8,
}
