using System.Buffers;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>10 is the name, 11 the level.</summary>
internal sealed record LevelRecord(string Name, float Level) : IY3Record<LevelRecord>
{
    public static OperationStatus Read(Y3Reader reader, out LevelRecord? value, out int offset)
    {
        string name = "";
        float level = 0;
        OperationStatus status = OperationStatus.Done;
        while (status == OperationStatus.Done && reader.Read())
        {
            status = reader.Tag.Id switch
            {
                0x10 => reader.GetString(out name),
                0x11 => reader.GetSingle(out level),
                _ => OperationStatus.Done,
            };
        }
        if (status == OperationStatus.Done)
            status = reader.Status;
        value = status == OperationStatus.Done ? new LevelRecord(name, level) : null;
        offset = reader.Offset;
        return status;
    }

    public void Write(ref Y3Writer writer)
    {
        writer.WriteString(0x10, Name);
        writer.WriteSingle(0x11, Level);
    }
}
