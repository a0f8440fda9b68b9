using Google.Protobuf;

namespace Bench.Assets.Onnx;

/// <summary>NodeProto: an operation.</summary>
/// <param name="Inputs">Names of tensors, or of what other operations give.</param>
/// <param name="Integers">Attributes that are integers or lists of them.</param>
internal sealed record OnnxNode(string Operation, IReadOnlyList<string> Inputs, IReadOnlyDictionary<string, IReadOnlyList<long>> Integers)
{
    /// <exception cref="InvalidDataException">Malformed.</exception>
    /// <exception cref="InvalidProtocolBufferException">Malformed.</exception>
    public static OnnxNode Read(ByteString message)
    {
        string operation = "";
        List<string> inputs = [];
        Dictionary<string, IReadOnlyList<long>> integers = [];
        using CodedInputStream input = message.CreateCodedInput();
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    inputs.Add(input.ReadString());
                    break;
                case 4:
                    operation = input.ReadString();
                    break;
                case 5:
                    (string name, IReadOnlyList<long> values) = ReadAttribute(input.ReadBytes());
                    integers[name] = values;
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        return new OnnxNode(operation, inputs, integers);
    }

    private static (string Name, IReadOnlyList<long> Values) ReadAttribute(ByteString message)
    {
        string name = "";
        List<long> values = [];
        using CodedInputStream input = message.CreateCodedInput();
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    name = input.ReadString();
                    break;
                case 3:
                case 8:
                    values.AddRange(OnnxGraph.ReadIntegers(input, tag));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        return (name, values);
    }
}
