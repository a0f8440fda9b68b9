using System.Runtime.InteropServices;
using System.Text;

namespace Bench.Inference;

/// <summary>A model, ready to run. Runs may be under way on many threads at once, each with tensors of its own.</summary>
public sealed unsafe class OnnxSession : IDisposable
{
    /// <summary>Far more than models have: bounds what a run puts on the stack.</summary>
    internal const int MostTensors = 64;

    private readonly OnnxNative _native;
    private readonly OnnxSessionHandle _session;
    private readonly Names _inputNames, _outputNames;

    private OnnxSession(OnnxNative native, OnnxSessionHandle session)
    {
        (_native, _session) = (native, session);
        nint handle = session.DangerousGetHandle();
        Inputs = Describe(native, handle, native.Api.InputCount, native.Api.InputName, native.Api.InputType);
        Outputs = Describe(native, handle, native.Api.OutputCount, native.Api.OutputName, native.Api.OutputType);
        (_inputNames, _outputNames) = (new Names(Inputs), new Names(Outputs));
    }

    public IReadOnlyList<OnnxTensorInfo> Inputs { get; }

    public IReadOnlyList<OnnxTensorInfo> Outputs { get; }

    /// <param name="model">An ONNX file.</param>
    /// <param name="threads">For one run; 1 runs on the caller's thread alone, and the session has none of its own.</param>
    /// <exception cref="OnnxException">The library is not there, or the model is damaged, or has inputs or outputs that are no plain tensors.</exception>
    public static OnnxSession Load(ReadOnlySpan<byte> model, int threads)
    {
        OnnxNative native = OnnxRuntime.Native;
        if (model.IsEmpty)
            throw new OnnxException("the model is empty");
        nint options, session;
        native.Check(native.Api.CreateSessionOptions(&options));
        try
        {
            native.Check(native.Api.SetIntraOpThreads(options, threads));
            native.Check(native.Api.SetInterOpThreads(options, 1));
            fixed (byte* bytes = model)
                native.Check(native.Api.CreateSession(native.Environment, bytes, (nuint)model.Length, options, &session), "ONNX Runtime refuses the model");
        }
        finally
        {
            native.Api.ReleaseSessionOptions(options);
        }
        OnnxSessionHandle handle = new(native, session);
        try
        {
            return new OnnxSession(native, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Tensors of all outputs.</summary>
    /// <returns>Null in the place of one whose shape is known only when the model has run.</returns>
    public OnnxTensor?[] AllocateOutputs() =>
        [.. Outputs.Select(static one => one.IsFixed ? OnnxTensor.Allocate(one.Element, [.. one.Shape]) : null)];

    /// <param name="inputs">One for each input, in the model's order. The library checks types and shapes.</param>
    /// <param name="outputs">One for each output: written in place; where it is null, the run makes one, which is then the caller's to dispose of.</param>
    /// <param name="control">Its Stop ends the run.</param>
    /// <exception cref="OnnxException">The run failed or was stopped: what the outputs hold is then undefined.</exception>
    public void Run(ReadOnlySpan<OnnxTensor> inputs, Span<OnnxTensor?> outputs, OnnxRunControl? control = null)
    {
        if (inputs.Length != Inputs.Count || outputs.Length != Outputs.Count)
            throw new ArgumentException($"the model has {Inputs.Count} inputs and {Outputs.Count} outputs, not {inputs.Length} and {outputs.Length}");
        nint* given = stackalloc nint[MostTensors], taken = stackalloc nint[MostTensors];
        ulong lent = 0;   // a bit for each output that is written in place
        int inputsHeld = 0;
        bool sessionHeld = false, controlHeld = false;
        try
        {
            _session.DangerousAddRef(ref sessionHeld);
            control?.Handle.DangerousAddRef(ref controlHeld);
            for (; inputsHeld < inputs.Length; inputsHeld++)
                given[inputsHeld] = Hold(inputs[inputsHeld]);
            for (int i = 0; i < outputs.Length; i++)
            {
                taken[i] = outputs[i] is OnnxTensor there ? Hold(there) : 0;
                lent |= taken[i] != 0 ? 1UL << i : 0;
            }
            fixed (nint* inputNames = _inputNames.Addresses, outputNames = _outputNames.Addresses)
                _native.Check(_native.Api.Run(_session.DangerousGetHandle(), controlHeld ? control!.Handle.DangerousGetHandle() : 0,
                    inputNames, given, (nuint)inputs.Length, outputNames, (nuint)outputs.Length, taken), "the model does not run");
            Adopt(taken, lent, outputs);
        }
        finally
        {
            for (int i = 0; i < inputsHeld; i++)
                inputs[i].Handle.DangerousRelease();
            for (int i = 0; i < outputs.Length; i++)
                if ((lent >> i & 1) != 0)
                    outputs[i]!.Handle.DangerousRelease();
            if (controlHeld)
                control!.Handle.DangerousRelease();
            if (sessionHeld)
                _session.DangerousRelease();
        }
    }

    public void Dispose() => _session.Dispose();

    /// <summary>Keeps the tensor from being freed during the run, whoever disposes of it.</summary>
    private static nint Hold(OnnxTensor tensor)
    {
        bool held = false;
        tensor.Handle.DangerousAddRef(ref held);
        return tensor.Handle.DangerousGetHandle();
    }

    private void Adopt(nint* made, ulong lent, Span<OnnxTensor?> outputs)
    {
        int at = 0;
        try
        {
            for (; at < outputs.Length; at++)
                if ((lent >> at & 1) == 0)
                    outputs[at] = OnnxTensor.Adopt(_native, made[at]);
        }
        catch
        {
            while (++at < outputs.Length)
                if ((lent >> at & 1) == 0)
                    _native.Api.ReleaseValue(made[at]);
            throw;
        }
    }

    private static OnnxTensorInfo[] Describe(OnnxNative native, nint session, delegate* unmanaged[Cdecl]<nint, nuint*, nint> countOf,
        delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint> nameOf, delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint> typeOf)
    {
        nuint count;
        native.Check(countOf(session, &count));
        if (count > MostTensors)
            throw new OnnxException($"the model has {count} inputs or outputs, more than {MostTensors}");
        OnnxTensorInfo[] all = new OnnxTensorInfo[count];
        for (nuint i = 0; i < count; i++)
        {
            byte* text;
            native.Check(nameOf(session, i, native.Allocator, &text));
            string name = Marshal.PtrToStringUTF8((nint)text) ?? "";
            native.Check(native.Api.Free(native.Allocator, text));
            nint type, tensor;
            native.Check(typeOf(session, i, &type));
            try
            {
                native.Check(native.Api.TensorOfType(type, &tensor));
                (OnnxElement element, long[] shape) = tensor == 0 ? (default, []) : OnnxTensor.Describe(native, tensor);
                all[i] = OnnxElements.SizeOf(element) is null
                    ? throw new OnnxException($"the model's {name} is no tensor of numbers")
                    : new OnnxTensorInfo(name, element, shape);
            }
            finally
            {
                native.Api.ReleaseType(type);
            }
        }
        return all;
    }

    /// <summary>Texts that end with a zero, where the collector leaves them.</summary>
    private sealed class Names
    {
        private readonly byte[][] _texts;

        internal Names(IEnumerable<OnnxTensorInfo> tensors)
        {
            _texts = [.. tensors.Select(static one => Pinned(one.Name + "\0"))];
            Addresses = [.. _texts.Select(static text => Marshal.UnsafeAddrOfPinnedArrayElement(text, 0))];
        }

        internal nint[] Addresses { get; }

        private static byte[] Pinned(string text)
        {
            byte[] bytes = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(text), pinned: true);
            Encoding.UTF8.GetBytes(text, bytes);
            return bytes;
        }
    }
}
