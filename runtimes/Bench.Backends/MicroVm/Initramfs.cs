using System.Globalization;
using System.Text;

namespace Bench.Backends.MicroVm;

/// <summary>Writes the file system that a Linux kernel unpacks into memory before its first process.</summary>
/// <remarks>Format: cpio "newc" of the kernel's Documentation/driver-api/early-userspace/buffer-format.rst: 13 fields of 8 hexadecimal digits, name and content padded to 4 bytes.</remarks>
internal sealed class Initramfs(Stream stream)
{
    private const string Magic = "070701";
    private const int Alignment = 4;
    private const int Folder = 0x4000, RegularFile = 0x8000, CharacterDevice = 0x2000;   // of sys/stat.h
    private const int Executable = 0x1ED, ForOwner = 0x180;                              // rwxr-xr-x and rw-------

    private int _number;

    internal void AddFolder(string name) => Add(name, Folder | Executable, []);

    internal void AddFile(string name, ReadOnlySpan<byte> content) => Add(name, RegularFile | Executable, content);

    internal void AddCharacterDevice(string name, int major, int minor) => Add(name, CharacterDevice | ForOwner, [], major, minor);

    /// <summary>Nothing can be added after it.</summary>
    internal void Finish() => Add("TRAILER!!!", 0, []);

    private void Add(string name, int mode, ReadOnlySpan<byte> content, int major = 0, int minor = 0)
    {
        byte[] encoded = Encoding.UTF8.GetBytes(name + "\0");
        StringBuilder header = new(Magic);
        // Inode, mode, owner, group, links, time, size; device of the file system; device that it stands for; length of the name; checksum.
        foreach (int field in (int[])[++_number, mode, 0, 0, 1, 0, content.Length, 0, 0, major, minor, encoded.Length, 0])
            header.Append(field.ToString("X8", CultureInfo.InvariantCulture));
        stream.Write(Encoding.ASCII.GetBytes(header.ToString()));
        stream.Write(encoded);
        Pad(header.Length + encoded.Length);
        stream.Write(content);
        Pad(content.Length);
    }

    private void Pad(int written) => stream.Write(new byte[(Alignment - (written % Alignment)) % Alignment]);
}
