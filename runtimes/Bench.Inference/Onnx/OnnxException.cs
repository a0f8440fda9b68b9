namespace Bench.Inference;

/// <summary>ONNX Runtime is not there, or refuses a model or a run: the message says which and why, in one line.</summary>
public sealed class OnnxException(string message) : Exception(message);
