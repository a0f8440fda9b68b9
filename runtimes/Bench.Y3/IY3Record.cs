using System.Buffers;

namespace Bench.Y3;

/// <summary>A type whose members are packets. The source generator implements it for a <c>[Y3Record]</c>.</summary>
public interface IY3Record<TSelf>
    where TSelf : IY3Record<TSelf>
{
    /// <summary>Reads the packets of one level. Those that it does not know are skipped; of those that come twice the last one counts; members whose packets are absent keep their defaults.</summary>
    /// <param name="value">Null unless Done.</param>
    /// <param name="offset">Of the fault in the message; on Done its end.</param>
    static abstract OperationStatus Read(Y3Reader reader, out TSelf? value, out int offset);

    /// <summary>Writes the members' packets, without a node around them.</summary>
    void Write(ref Y3Writer writer);
}
