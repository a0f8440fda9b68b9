using System.Buffers.Binary;
using System.Text;

namespace Bench.Inference;

/// <summary>
/// <c>wasi_ephemeral_nn</c> for one guest, whatever engine it runs in: its graphs and contexts, and the functions that it calls. Whatever a guest
/// passes is answered with an <see cref="NnError"/>. One call at a time, but for <see cref="Stop"/>.
/// </summary>
public sealed class WasiNn(NnModels models, NnLimits limits) : IDisposable
{
    private const uint EncodingOnnx = 1;
    private const uint EncodingAutodetect = 5;
    private const uint TargetCpu = 0;
    private const uint LastTarget = 2;
    private const uint MostNameBytes = 256;
    private const uint BuilderBytes = 8;

    private readonly Dictionary<uint, NnGraph> _graphs = [];
    private readonly Dictionary<uint, (uint Graph, NnContext Context)> _contexts = [];
    private readonly long[] _shape = NnTensor.NewShape();
    private uint _lastHandle;
    private volatile OnnxRunControl? _control;

    /// <summary>Why the last call failed that returned <see cref="NnError.RuntimeError"/>, in one line.</summary>
    public string? LastError { get; private set; }

    /// <summary>Calls a function of <see cref="NnFunction.All"/>.</summary>
    public NnError Call(NnFunction function, IGuestMemory memory, ReadOnlySpan<uint> arguments)
    {
        try
        {
            return function.Call(this, memory, arguments);
        }
        catch (OnnxException e)
        {
            LastError = e.Message;
            return NnError.RuntimeError;
        }
    }

    /// <summary>Ends the run under way soon, and each later one at once. From any thread, but not after <see cref="Dispose"/>.</summary>
    public void Stop() => _control?.Stop();

    public void Dispose()
    {
        foreach ((uint _, NnContext context) in _contexts.Values)
            context.Dispose();
        _contexts.Clear();
        foreach (NnGraph graph in _graphs.Values)
            graph.Dispose();
        _graphs.Clear();
        _control?.Dispose();
    }

    internal NnError Load(IGuestMemory memory, uint builders, uint count, uint encoding, uint target, uint result)
    {
        if (encoding is not (EncodingOnnx or EncodingAutodetect))
            return NnError.InvalidEncoding;
        if (target != TargetCpu)
            return target <= LastTarget ? NnError.UnsupportedOperation : NnError.InvalidArgument;
        // An ONNX model is one file.
        if (count != 1 || !memory.TryMemory(builders, BuilderBytes, out Span<byte> builder) || !memory.TryMemory(result, sizeof(uint), out Span<byte> handle))
            return NnError.InvalidArgument;
        if (!memory.TryMemory(Word(builder), Word(builder[4..]), out Span<byte> model))
            return NnError.InvalidArgument;
        if (limits.ModelBytes == 0)
            return NnError.UnsupportedOperation;
        if (model.Length > limits.ModelBytes || _graphs.Count == limits.Graphs)
            return NnError.TooLarge;
        return Add(new NnGraph(OnnxSession.Load(model, threads: 1), IsOwn: true), handle);
    }

    internal NnError LoadByName(IGuestMemory memory, uint name, uint length, uint result)
    {
        if (!memory.TryMemory(name, length, out Span<byte> text) || !memory.TryMemory(result, sizeof(uint), out Span<byte> handle))
            return NnError.InvalidArgument;
        if (length > MostNameBytes || models.Find(Encoding.UTF8.GetString(text)) is not OnnxSession session)
            return NnError.NotFound;
        return _graphs.Count == limits.Graphs ? NnError.TooLarge : Add(new NnGraph(session, IsOwn: false), handle);
    }

    internal NnError InitExecutionContext(IGuestMemory memory, uint graph, uint result)
    {
        if (!_graphs.TryGetValue(graph, out NnGraph? of) || !memory.TryMemory(result, sizeof(uint), out Span<byte> handle))
            return NnError.InvalidArgument;
        if (_contexts.Count == limits.Contexts || HeldBytes + NnContext.BytesOfNew(of.Session) > limits.TensorBytes)
            return NnError.TooLarge;
        _control ??= new OnnxRunControl();
        _contexts[++_lastHandle] = (graph, new NnContext(of.Session));
        BinaryPrimitives.WriteUInt32LittleEndian(handle, _lastHandle);
        return NnError.Success;
    }

    internal NnError SetInput(IGuestMemory memory, uint context, uint index, uint tensorAt)
    {
        if (!_contexts.TryGetValue(context, out (uint, NnContext Context) of) || index >= of.Context.Session.Inputs.Count)
            return NnError.InvalidArgument;
        NnError error = NnTensor.Read(memory, tensorAt, _shape, out NnTensor tensor);
        if (error != NnError.Success)
            return error;
        OnnxTensorInfo wanted = of.Context.Session.Inputs[(int)index];
        if (tensor.Element != wanted.Element || !wanted.Takes(tensor.Shape))
            return NnError.InvalidArgument;
        if (HeldBytes - of.Context.BytesOfInput((int)index) + tensor.Data.Length > limits.TensorBytes)
            return NnError.TooLarge;
        of.Context.SetInput((int)index, tensor);
        return NnError.Success;
    }

    internal NnError Compute(uint context)
    {
        if (!_contexts.TryGetValue(context, out (uint, NnContext Context) of) || !of.Context.Compute(_control!))
            return NnError.InvalidArgument;
        if (HeldBytes <= limits.TensorBytes)
            return NnError.Success;
        of.Context.ForgetOutputs();
        return NnError.TooLarge;
    }

    internal NnError GetOutput(IGuestMemory memory, uint context, uint index, uint to, uint room, uint result)
    {
        if (!_contexts.TryGetValue(context, out (uint, NnContext Context) of) || !of.Context.TryOutput(index, out ReadOnlySpan<byte> bytes))
            return NnError.InvalidArgument;
        if (!memory.TryMemory(to, room, out Span<byte> buffer) || !memory.TryMemory(result, sizeof(uint), out Span<byte> written))
            return NnError.InvalidArgument;
        if (bytes.Length > buffer.Length)
            return NnError.TooLarge;
        bytes.CopyTo(buffer);
        BinaryPrimitives.WriteUInt32LittleEndian(written, (uint)bytes.Length);
        return NnError.Success;
    }

    /// <summary>Frees the graph with all of its contexts.</summary>
    internal NnError Unload(uint graph)
    {
        if (!_graphs.Remove(graph, out NnGraph? of))
            return NnError.InvalidArgument;
        foreach (uint handle in _contexts.Where(pair => pair.Value.Graph == graph).Select(static pair => pair.Key).ToArray())
            if (_contexts.Remove(handle, out (uint, NnContext Context) gone))
                gone.Context.Dispose();
        of.Dispose();
        return NnError.Success;
    }

    private long HeldBytes
    {
        get
        {
            long sum = 0;
            foreach ((uint _, NnContext context) in _contexts.Values)
                sum += context.Bytes;
            return sum;
        }
    }

    private NnError Add(NnGraph graph, Span<byte> handle)
    {
        // Never 0 and never one that was used before: a handle that the guest forgot to set, or freed, is unknown.
        _graphs[++_lastHandle] = graph;
        BinaryPrimitives.WriteUInt32LittleEndian(handle, _lastHandle);
        return NnError.Success;
    }

    private static uint Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
