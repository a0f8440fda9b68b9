using System.Buffers;

namespace Bench.Y3;

/// <summary>The items of a slice are packets with the sequence id 0, primitives or nodes.</summary>
public static class Y3Slice
{
    /// <summary>Tag of an item that is a number, a bool, a string or bytes.</summary>
    public static readonly Y3Tag Item = Y3Tag.Primitive(0);

    /// <summary>Tag of an item that is a record.</summary>
    public static readonly Y3Tag Node = Y3Tag.Node(0);

    /// <summary>
    /// Goes through the slice before anything is allocated for it. Nothing on the wire claims a count: as an item takes two
    /// bytes or more, there are never more than half as many as the slice has bytes.
    /// </summary>
    /// <param name="items">Before the first item; a copy is moved.</param>
    /// <param name="item">Tag that the items have; packets with another id are not counted.</param>
    /// <param name="offset">Of the fault; on Done the slice's end.</param>
    /// <returns><see cref="OperationStatus.InvalidData"/> if an item is a node and should be a primitive, or the other way around; else the reader's status.</returns>
    public static OperationStatus Count(Y3Reader items, Y3Tag item, out int count, out int offset)
    {
        count = 0;
        while (items.Read())
        {
            if (items.Tag == item)
            {
                count++;
            }
            else if (items.Tag.Id == item.Id)
            {
                offset = items.Offset;
                return OperationStatus.InvalidData;
            }
        }
        offset = items.Status == OperationStatus.Done ? items.Position : items.Offset;
        return items.Status;
    }
}
