using System.Runtime.InteropServices;

namespace Bench.Inference;

/// <summary>OrtSession.</summary>
internal sealed unsafe class OnnxSessionHandle : SafeHandle
{
    private readonly OnnxNative _native;

    internal OnnxSessionHandle(OnnxNative native, nint session) : base(0, ownsHandle: true)
    {
        _native = native;
        SetHandle(session);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _native.Api.ReleaseSession(handle);
        return true;
    }
}

/// <summary>OrtValue, with the memory of its data where that is ours.</summary>
internal sealed unsafe class OnnxValueHandle : SafeHandle
{
    private readonly OnnxNative _native;
    private readonly void* _owned;

    /// <param name="owned">From NativeMemory.AlignedAlloc, or null.</param>
    internal OnnxValueHandle(OnnxNative native, nint value, void* owned) : base(0, ownsHandle: true)
    {
        _native = native;
        _owned = owned;
        SetHandle(value);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _native.Api.ReleaseValue(handle);
        NativeMemory.AlignedFree(_owned);
        return true;
    }
}

/// <summary>OrtRunOptions.</summary>
internal sealed unsafe class OnnxRunOptionsHandle : SafeHandle
{
    private readonly OnnxNative _native;

    internal OnnxRunOptionsHandle(OnnxNative native) : base(0, ownsHandle: true)
    {
        _native = native;
        nint made;
        native.Check(native.Api.CreateRunOptions(&made));
        SetHandle(made);
    }

    public override bool IsInvalid => handle == 0;

    internal void Terminate() => _native.Check(_native.Api.Terminate(handle));

    protected override bool ReleaseHandle()
    {
        _native.Api.ReleaseRunOptions(handle);
        return true;
    }
}
