using Google.Protobuf;

namespace Bench.Assets.Onnx;

/// <summary>A model's operations in the order of execution, and its constants by name.</summary>
/// <remarks>Source: onnx/onnx.proto of ONNX. Only what packing asks for is read; a constant counts where it is stored as raw bytes.</remarks>
internal sealed record OnnxGraph(IReadOnlyList<OnnxNode> Nodes, IReadOnlyDictionary<string, OnnxTensor> Constants)
{
    private const int Graph = 7;

    /// <exception cref="InvalidDataException">Malformed; memory taken is a small multiple of the file's length.</exception>
    public static OnnxGraph Read(byte[] file)
    {
        List<OnnxNode> nodes = [];
        Dictionary<string, OnnxTensor> constants = [];
        try
        {
            using CodedInputStream model = new(file);
            for (uint tag = model.ReadTag(); tag != 0; tag = model.ReadTag())
                if (WireFormat.GetTagFieldNumber(tag) == Graph)
                    ReadGraph(model.ReadBytes(), nodes, constants);
                else
                    model.SkipLastField();
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("the model is damaged (no protocol buffer)", e);
        }
        return new OnnxGraph(nodes, constants);
    }

    /// <summary>A repeated integer, which may be one by one or packed.</summary>
    internal static IReadOnlyList<long> ReadIntegers(CodedInputStream input, uint tag)
    {
        if (WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
            return [input.ReadInt64()];
        List<long> values = [];
        using CodedInputStream packed = input.ReadBytes().CreateCodedInput();
        while (!packed.IsAtEnd)
            values.Add(packed.ReadInt64());
        return values;
    }

    private static void ReadGraph(ByteString message, List<OnnxNode> nodes, Dictionary<string, OnnxTensor> constants)
    {
        using CodedInputStream graph = message.CreateCodedInput();
        for (uint tag = graph.ReadTag(); tag != 0; tag = graph.ReadTag())
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    nodes.Add(OnnxNode.Read(graph.ReadBytes()));
                    break;
                case 5:
                    OnnxTensor tensor = OnnxTensor.Read(graph.ReadBytes());
                    constants[tensor.Name] = tensor;
                    break;
                default:
                    graph.SkipLastField();
                    break;
            }
    }
}
