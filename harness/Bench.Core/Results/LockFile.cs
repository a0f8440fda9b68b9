namespace Bench.Core;

/// <summary>One process at a time, by a file apart from what it guards, whose own lock would keep readers away too; the kernel lets go of it even after a kill.</summary>
public static class LockFile
{
    /// <returns>To be let go of, and gone then.</returns>
    /// <exception cref="IOException">Another process has it, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static FileStream Take(string file) =>
        new(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
}
