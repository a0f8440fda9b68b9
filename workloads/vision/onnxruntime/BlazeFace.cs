using Bench.Inference;

namespace Bench.Workloads;

/// <summary>The same network, run by ONNX Runtime: what takes the place of our own in the program of the backend <c>onnxruntime</c>.</summary>
internal sealed partial class BlazeFace
{
    private readonly OnnxSession _session;
    private readonly OnnxTensor _input;
    private readonly OnnxTensor[] _inputs;
    private readonly OnnxTensor?[] _outputs;

    /// <param name="file">Not looked at: the model is the one that was built in as ONNX.</param>
    /// <exception cref="InvalidDataException">The model is not there, or damaged, or ONNX Runtime is not there: in one line.</exception>
    public BlazeFace(ReadOnlySpan<byte> file)
    {
        _ = file;
        try
        {
            _session = OnnxSession.Load(EmbeddedAsset.Read("blazeface/blazeface.onnx"), threads: 1);
            _input = OnnxTensor.Allocate(OnnxElement.F32, [1, Side, Side, Channels]);
            _outputs = _session.AllocateOutputs();
        }
        catch (OnnxException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
        _inputs = [_input];
    }

    /// <param name="input">As <see cref="FillInput"/> makes it.</param>
    public void Run(ReadOnlySpan<float> input, BlazeFaceOutput output)
    {
        input.CopyTo(_input.Values<float>());
        _session.Run(_inputs, _outputs);
        Values(0).CopyTo(output.Scores);
        Values(1).CopyTo(output.Scores.AsSpan(BlazeFaceOutput.FineAnchors..));
        Values(2).CopyTo(output.Boxes);
        Values(3).CopyTo(output.Boxes.AsSpan((BlazeFaceOutput.FineAnchors * BlazeFaceOutput.Numbers)..));
    }

    private Span<float> Values(int output) => _outputs[output]!.Values<float>();
}
