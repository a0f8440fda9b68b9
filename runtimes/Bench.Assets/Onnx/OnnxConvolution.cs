namespace Bench.Assets.Onnx;

/// <summary>A convolution with a square window.</summary>
/// <param name="Inputs">1 for a depthwise one.</param>
/// <param name="Weights">Side x side x inputs x outputs; in ONNX it is outputs x inputs x side x side.</param>
/// <param name="Bias">Zeros where the model has none.</param>
internal sealed record OnnxConvolution(int Inputs, int Outputs, int Side, int Stride, float[] Weights, float[] Bias)
{
    /// <exception cref="InvalidDataException">Its weights are no constants, or of another shape.</exception>
    public static OnnxConvolution Of(OnnxNode node, OnnxGraph model)
    {
        if (node.Inputs.Count < 2 || Constant(node, 1, model) is not { Values: [_, ..] stored, Dimensions: [int outputs, int inputs, int side, int columns] } || side != columns)
            throw new InvalidDataException("the model is damaged (convolution)");
        float[] weights = new float[stored.Length];
        int window = side * side;
        for (int output = 0; output < outputs; output++)
            for (int input = 0; input < inputs; input++)
                for (int tap = 0; tap < window; tap++)
                    weights[(tap * inputs + input) * outputs + output] = stored[(output * inputs + input) * window + tap];

        float[]? bias = new float[outputs];
        if (node.Inputs.Count > 2)
            bias = Constant(node, 2, model)?.Values;
        if (bias?.Length != outputs)
            throw new InvalidDataException("the model is damaged (bias)");
        int stride = node.Integers.TryGetValue("strides", out IReadOnlyList<long>? strides) && strides is [1 or 2, ..] ? (int)strides[0] : 1;
        return new OnnxConvolution(inputs, outputs, side, stride, weights, bias);
    }

    private static OnnxTensor? Constant(OnnxNode node, int input, OnnxGraph model) => model.Constants.GetValueOrDefault(node.Inputs[input]);
}
