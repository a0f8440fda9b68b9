using System.Runtime.InteropServices;

namespace Bench.Core;

/// <summary>The kernel's memory of files that were read. What a living process has mapped stays in it: of the harness that is the C library and the .NET runtime.</summary>
/// <remarks>Source: Documentation/admin-guide/sysctl/vm.rst of Linux, drop_caches.</remarks>
public static partial class PageCache
{
    private const string DropFile = "/proc/sys/vm/drop_caches";

    /// <summary>Pages, and names and inodes.</summary>
    private const string PagesAndInodes = "3";

    /// <summary>Tells why it cannot be dropped.</summary>
    /// <returns>Null where it can.</returns>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux())
            return "only Linux has a way to drop the page cache";
        try
        {
            using FileStream file = new(DropFile, FileMode.Open, FileAccess.Write);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "the page cache can be dropped by root only, and not in every container";
        }
    }

    /// <summary>Writes what is to be written to the disk, which pins pages, and drops the rest.</summary>
    /// <exception cref="UsageException">Not allowed (any more).</exception>
    public static void Drop()
    {
        sync();
        try
        {
            using FileStream file = new(DropFile, FileMode.Open, FileAccess.Write);
            file.Write(System.Text.Encoding.ASCII.GetBytes(PagesAndInodes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the page cache cannot be dropped: {e.Message}", e);
        }
    }

    /// <summary>unistd.h: cannot fail.</summary>
    [LibraryImport("libc")]
    private static partial void sync();
}
