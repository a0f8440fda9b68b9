namespace Bench.Workloads;

/// <summary>Whole tags, kind and id, so that a packet of another kind is an unknown one.</summary>
internal static class TlvTags
{
    public const byte Root = 0x81;
    public const byte Device = 0x10;
    public const byte Sequence = 0x11;
    public const byte Time = 0x12;
    public const byte Location = 0x93;
    public const byte Latitude = 0x14;
    public const byte Longitude = 0x15;
    public const byte Noise = 0x16;
    public const byte Temperature = 0x17;
    public const byte Alarm = 0x18;
    public const byte Samples = 0xd9;
    public const byte Item = 0x00;
    public const byte Note = 0x1a;
    public const byte Firmware = 0x9b;
}
