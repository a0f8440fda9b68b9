using System.Buffers.Binary;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Density;

/// <summary>Messages to the function triple, each another number, and whether the answer is three times it.</summary>
/// <remarks>One caller at a time.</remarks>
internal sealed class TripleMessage
{
    private const byte Tag = 0x33, ReplyTag = 0x34;
    private const int Numbers = 4096;

    private readonly FunctionCall _call = new();
    private readonly byte[] _data = new byte[sizeof(float)];

    /// <param name="number">Any.</param>
    /// <param name="which">Of the instances, for a fault.</param>
    /// <exception cref="DensityFaultException">The host failed, or answered something else.</exception>
    internal async ValueTask SendAsync(IFunctionHost host, int number, string which, CancellationToken ct)
    {
        // Three times it is exact in a float.
        float value = (number % Numbers) + 0.5f;
        BinaryPrimitives.WriteSingleBigEndian(_data, value);
        _call.Begin(Tag, _data, default);
        try
        {
            await host.InvokeAsync(_call, ct);
        }
        catch (FunctionFaultException e)
        {
            throw DensityFaultException.Of(e, which);
        }
        if (_call.Replies != 1 || _call[0] is not (ReplyTag, { Length: sizeof(float) } data) || BinaryPrimitives.ReadSingleBigEndian(data.Span) != 3 * value)
            throw new DensityFaultException(FailureCause.WrongOutput, $"{which} was sent {value} and answered {Answer()}, expected one reply with {3 * value}");
    }

    private string Answer() => _call.Replies == 0 ? "nothing"
        : string.Join(", ", Enumerable.Range(0, Math.Min(_call.Replies, 3)).Select(i => $"{_call[i].Tag:x2} {Convert.ToHexStringLower(_call[i].Data.Span[..Math.Min(_call[i].Data.Length, 16)])}"));
}
