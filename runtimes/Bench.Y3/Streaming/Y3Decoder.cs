using System.Buffers;

namespace Bench.Y3;

/// <summary>Reads an observed packet: <c>(packet, out value) => packet.GetSingle(out value)</c>.</summary>
/// <param name="packet">Has read the packet; of a node, <see cref="Y3Reader.Enter"/> gives the content. Its offsets count from the packet's begin.</param>
/// <returns>Anything but Done ends the enumeration with a <see cref="Y3FormatException"/>.</returns>
public delegate OperationStatus Y3Decoder<T>(Y3Reader packet, out T value);
