namespace Bench.Inference;

/// <summary>
/// onnxruntime_c_api.h: OrtApi, a table of functions that grows at its end and never moves an entry. Functions that return an address return
/// an OrtStatus: 0 when all is well, else to be given to <see cref="OnnxNative.Check"/>, which frees it.
/// </summary>
internal sealed unsafe class OnnxApi(void** table)
{
    /// <summary>The oldest table that is asked for: ONNX Runtime 1.21. All that is used here is older still.</summary>
    internal const uint Version = 21;

    internal readonly delegate* unmanaged[Cdecl]<nint, byte*> GetErrorMessage = (delegate* unmanaged[Cdecl]<nint, byte*>)table[2];
    internal readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseStatus = (delegate* unmanaged[Cdecl]<nint, void>)table[93];

    /// <summary>Severity of what is logged, name, out environment.</summary>
    internal readonly delegate* unmanaged[Cdecl]<int, byte*, nint*, nint> CreateEnvironment = (delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)table[3];

    internal readonly delegate* unmanaged[Cdecl]<nint*, nint> CreateSessionOptions = (delegate* unmanaged[Cdecl]<nint*, nint>)table[10];
    internal readonly delegate* unmanaged[Cdecl]<nint, int, nint> SetIntraOpThreads = (delegate* unmanaged[Cdecl]<nint, int, nint>)table[24];
    internal readonly delegate* unmanaged[Cdecl]<nint, int, nint> SetInterOpThreads = (delegate* unmanaged[Cdecl]<nint, int, nint>)table[25];
    internal readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseSessionOptions = (delegate* unmanaged[Cdecl]<nint, void>)table[100];

    /// <summary>Environment, model, its length, options, out session. The model is copied.</summary>
    internal readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, nint*, nint> CreateSession = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, nint*, nint>)table[8];
    internal readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseSession = (delegate* unmanaged[Cdecl]<nint, void>)table[95];

    internal readonly delegate* unmanaged[Cdecl]<nint, nuint*, nint> InputCount = (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)table[30];
    internal readonly delegate* unmanaged[Cdecl]<nint, nuint*, nint> OutputCount = (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)table[31];

    /// <summary>Session, index, allocator, out name that the allocator frees.</summary>
    internal readonly delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint> InputName = (delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint>)table[36];
    internal readonly delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint> OutputName = (delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint>)table[37];
    internal readonly delegate* unmanaged[Cdecl]<nint*, nint> DefaultAllocator = (delegate* unmanaged[Cdecl]<nint*, nint>)table[78];
    internal readonly delegate* unmanaged[Cdecl]<nint, void*, nint> Free = (delegate* unmanaged[Cdecl]<nint, void*, nint>)table[76];

    internal readonly delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint> InputType = (delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint>)table[33];
    internal readonly delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint> OutputType = (delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint>)table[34];
    internal readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseType = (delegate* unmanaged[Cdecl]<nint, void>)table[98];

    /// <summary>Type, out its part about tensors: not to be freed, 0 for what is no tensor.</summary>
    internal readonly delegate* unmanaged[Cdecl]<nint, nint*, nint> TensorOfType = (delegate* unmanaged[Cdecl]<nint, nint*, nint>)table[55];
    internal readonly delegate* unmanaged[Cdecl]<nint, nint*, nint> TensorOfValue = (delegate* unmanaged[Cdecl]<nint, nint*, nint>)table[65];
    internal readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseTensor = (delegate* unmanaged[Cdecl]<nint, void>)table[99];
    internal readonly delegate* unmanaged[Cdecl]<nint, int*, nint> ElementType = (delegate* unmanaged[Cdecl]<nint, int*, nint>)table[60];
    internal readonly delegate* unmanaged[Cdecl]<nint, nuint*, nint> Rank = (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)table[61];
    internal readonly delegate* unmanaged[Cdecl]<nint, long*, nuint, nint> Dimensions = (delegate* unmanaged[Cdecl]<nint, long*, nuint, nint>)table[62];

    /// <summary>Kind of allocator, kind of memory (both 0: the default), out description of the memory.</summary>
    internal readonly delegate* unmanaged[Cdecl]<int, int, nint*, nint> CreateCpuMemory = (delegate* unmanaged[Cdecl]<int, int, nint*, nint>)table[69];

    /// <summary>Memory, data, its length in bytes, dimensions, their count, element type, out value. The data stays the caller's.</summary>
    internal readonly delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint> CreateTensor =
        (delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>)table[49];

    internal readonly delegate* unmanaged[Cdecl]<nint, int*, nint> IsTensor = (delegate* unmanaged[Cdecl]<nint, int*, nint>)table[50];
    internal readonly delegate* unmanaged[Cdecl]<nint, void**, nint> TensorData = (delegate* unmanaged[Cdecl]<nint, void**, nint>)table[51];
    internal readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseValue = (delegate* unmanaged[Cdecl]<nint, void>)table[96];

    internal readonly delegate* unmanaged[Cdecl]<nint*, nint> CreateRunOptions = (delegate* unmanaged[Cdecl]<nint*, nint>)table[39];

    /// <summary>From any thread: a run with these options ends soon, and so does each later one.</summary>
    internal readonly delegate* unmanaged[Cdecl]<nint, nint> Terminate = (delegate* unmanaged[Cdecl]<nint, nint>)table[46];
    internal readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseRunOptions = (delegate* unmanaged[Cdecl]<nint, void>)table[97];

    /// <summary>Session, options or 0, names and values of inputs, their count, names of outputs, their count, values: where one is 0 the runtime makes it.</summary>
    internal readonly delegate* unmanaged[Cdecl]<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint> Run =
        (delegate* unmanaged[Cdecl]<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)table[9];
}
