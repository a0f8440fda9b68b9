using System.Runtime.InteropServices;

namespace Bench.Tests;

/// <summary>A disk that is soon full. Needs the right to mount; elsewhere the test is skipped.</summary>
internal sealed partial class SmallDisk : IDisposable
{
    private const int MNT_DETACH = 2;
    private readonly TempFolder _folder = new();

    internal string Path => _folder.Path;

    internal long FreeBytes => new DriveInfo(Path).AvailableFreeSpace;

    internal static SmallDisk Mount(int bytes)
    {
        SmallDisk disk = new();
        if (mount("bench-tests", disk.Path, "tmpfs", 0, $"size={bytes}") == 0)
            return disk;
        string reason = Marshal.GetLastPInvokeErrorMessage();
        disk._folder.Dispose();
        throw new SkipException($"a small disk cannot be mounted: {reason}");
    }

    public void Dispose()
    {
        if (umount2(Path, MNT_DETACH) != 0)
            throw new IOException($"umount {Path}: {Marshal.GetLastPInvokeErrorMessage()}");
        _folder.Dispose();
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string target, string type, nuint flags, string data);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int umount2(string target, int flags);
}
