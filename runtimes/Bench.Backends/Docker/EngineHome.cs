using System.Globalization;
using System.Security.Cryptography;
using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>The places of one private engine: data and log below the checkout, the socket where its path is short, a root of cgroups.</summary>
/// <remarks>Held by a lock on a file beside the data folder: the kernel lets go of it when the harness dies, and then anyone may clean up.</remarks>
internal sealed class EngineHome : IDisposable
{
    /// <summary>sun_path of <c>sockaddr_un</c> without its final zero.</summary>
    private const int LongestSocketPath = 107;
    private const string LockSuffix = ".lock";

    private static readonly TimeSpan s_leftoverEnds = TimeSpan.FromSeconds(10);

    /// <summary>How long processes that were killed may take to leave their control groups.</summary>
    private static readonly TimeSpan s_groupsEmpty = TimeSpan.FromSeconds(2);

    private readonly string _folder;
    private readonly FileStream _lock;

    private EngineHome(string folder, FileStream held)
    {
        _folder = folder;
        _lock = held;
        string id = Path.GetFileName(folder);
        CgroupRoot = "/bench-" + id;
        SocketFolder = new[] { Path.GetTempPath(), "/tmp", "/run" }.Select(place => Path.Combine(place, "bench-" + id))
            .First(static place => Path.Combine(place, "docker.sock").Length <= LongestSocketPath);
    }

    internal string Data => Path.Combine(_folder, "data");
    internal string Configuration => Path.Combine(_folder, "daemon.json");
    internal string Log => Path.Combine(_folder, "dockerd.log");
    internal string CgroupRoot { get; }
    internal string Socket => Path.Combine(SocketFolder, "docker.sock");
    private string SocketFolder { get; }
    private static string PidFile(string folder) => Path.Combine(folder, "pid");
    private static string SocketFolderFile(string folder) => Path.Combine(folder, "socket-folder");

    internal static EngineHome Create(string parent)
    {
        Directory.CreateDirectory(parent);
        string id = RandomNumberGenerator.GetHexString(8, lowercase: true);
        string folder = Path.Combine(parent, id);
        // The lock first: a folder without a held lock is a leftover.
        FileStream held = new(folder + LockSuffix, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        EngineHome home = new(folder, held);
        Directory.CreateDirectory(home.Data);
        File.WriteAllText(SocketFolderFile(folder), home.SocketFolder);
        Directory.CreateDirectory(home.SocketFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return home;
    }

    internal void Remember(int pid) => File.WriteAllText(PidFile(_folder), pid.ToString(CultureInfo.InvariantCulture));

    internal string LogTail()
    {
        if (!File.Exists(Log))
            return "";
        string[] lines = File.ReadAllLines(Log);
        return string.Join(" | ", lines.Where(static line => line.Trim().Length > 0).TakeLast(3));
    }

    /// <summary>Removes all of it. The engine must have ended.</summary>
    public void Dispose()
    {
        Clean(_folder, SocketFolder);
        File.Delete(_folder + LockSuffix);
        _lock.Dispose();
    }

    /// <summary>Ends and removes the engines of harnesses that died.</summary>
    internal static void RemoveLeftovers(string parent)
    {
        if (!Directory.Exists(parent))
            return;
        foreach (string file in Directory.EnumerateFiles(parent, "*" + LockSuffix))
        {
            if (TryHold(file) is not FileStream held)
                continue;   // its harness lives
            using (held)
            {
                string folder = file[..^LockSuffix.Length];
                EndEngineOf(folder);
                Clean(folder, File.Exists(SocketFolderFile(folder)) ? File.ReadAllText(SocketFolderFile(folder)) : null);
                File.Delete(file);
            }
        }
    }

    private static FileStream? TryHold(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;   // held, or just removed by another harness
        }
    }

    /// <summary>Kills the process whose number was written down, if it is still the engine with this folder.</summary>
    private static void EndEngineOf(string folder)
    {
        if (!File.Exists(PidFile(folder)) || !int.TryParse(File.ReadAllText(PidFile(folder)), CultureInfo.InvariantCulture, out int pid))
            return;
        DateTime deadline = DateTime.UtcNow + s_leftoverEnds;
        while (CommandLineOf(pid).Contains(folder, StringComparison.Ordinal) && DateTime.UtcNow < deadline)
        {
            BackgroundProcess.KillLeftover(pid);
            Thread.Sleep(20);
        }
    }

    private static string CommandLineOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";   // has ended, or is somebody else's
        }
    }

    private static void Clean(string folder, string? socketFolder)
    {
        Cgroups.Remove("/bench-" + Path.GetFileName(folder), s_groupsEmpty);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        if (socketFolder is not null && Directory.Exists(socketFolder))
            Directory.Delete(socketFolder, recursive: true);
    }
}
