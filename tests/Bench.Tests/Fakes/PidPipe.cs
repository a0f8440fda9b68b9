using System.Globalization;
using System.Runtime.InteropServices;

namespace Bench.Tests;

/// <summary>A named pipe to which processes write their pids: read to its end, it says that all of them have started.</summary>
internal sealed partial class PidPipe : IDisposable
{
    private readonly TempFolder _folder = new();

    internal PidPipe()
    {
        if (mkfifo(Path, 0x180) != 0)
            throw new IOException($"mkfifo: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    internal string Path => _folder["pids"];

    /// <summary>Waits until every writer has closed the pipe.</summary>
    internal Task<int[]> ReadAsync() => Task.Run(() =>
        File.ReadAllText(Path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => int.Parse(line, CultureInfo.InvariantCulture)).ToArray());

    public void Dispose() => _folder.Dispose();

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);
}
