using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Bench.Core;

/// <summary>The descendants of a process, read from /proc; and the children that this process has started and still owns.</summary>
internal static class ProcessTree
{
    private static readonly Lock s_gate = new();
    private static readonly HashSet<int> s_owned = [];
    private static bool s_adopting;

    /// <summary>Starts a child and remembers it in one step, so that <see cref="EndStrays"/> on another thread cannot take it for a stray.</summary>
    /// <param name="adopt">Whether orphans of the child become children of this process, where they can be found and ended; a service that an installation started must not.</param>
    internal static int StartOwned(Func<(int Error, int Pid)> start, out int pid, bool adopt = true)
    {
        lock (s_gate)
        {
            if (s_adopting != adopt && NativeMethods.prctl(NativeMethods.PR_SET_CHILD_SUBREAPER, adopt ? 1u : 0u, 0, 0, 0) == 0)
                s_adopting = adopt;
            (int error, pid) = start();
            if (error == 0)
                s_owned.Add(pid);
            return error;
        }
    }

    internal static void Disown(int pid)
    {
        lock (s_gate)
            s_owned.Remove(pid);
    }

    /// <summary>Ends a process and all its descendants.</summary>
    internal static void Kill(int root)
    {
        // Parents first would let a child slip away to the harness between the reading and the killing; EndStrays takes those.
        foreach (int pid in Descendants(root))
            NativeMethods.kill(pid, NativeMethods.SIGKILL);
        NativeMethods.kill(-root, NativeMethods.SIGKILL);
        NativeMethods.kill(root, NativeMethods.SIGKILL);
    }

    /// <summary>
    /// Asks a program that changes the machine to end: SIGINT to itself alone. apt-get then lets the dpkg under way come to its end;
    /// on SIGTERM, or when its children get the signal too, packages are left half unpacked.
    /// </summary>
    internal static void Interrupt(int pid)
    {
        if (NativeMethods.kill(pid, NativeMethods.SIGINT) == 0 || Marshal.GetLastPInvokeError() != NativeMethods.EPERM)
            return;
        // It was started through sudo, which passes the signal on.
        using Process sudo = Process.Start("sudo", ["-n", "kill", "-INT", pid.ToString(CultureInfo.InvariantCulture)]);
        sudo.WaitForExit(TimeSpan.FromSeconds(5));
    }

    /// <summary>Ends what a measured program left behind: children of this process that it did not start itself.</summary>
    internal static void EndStrays()
    {
        // A fork bomb may outrun one sweep, but each sweep kills every process that could fork on.
        for (int sweep = 0; sweep < 100; sweep++)
        {
            lock (s_gate)
            {
                int[] strays = [.. Children(Environment.ProcessId).Where(static pid => !s_owned.Contains(pid))];
                if (strays.Length == 0)
                    return;
                foreach (int stray in strays)
                {
                    Kill(stray);
                    NativeMethods.wait4(stray, out _, 0, out _);
                }
            }
        }
    }

    /// <summary>Resident bytes of a process and its descendants.</summary>
    internal static long ResidentBytes(int root) =>
        ResidentBytesOf(root) + Descendants(root).Sum(ResidentBytesOf);

    private static List<int> Descendants(int root)
    {
        List<int> found = Children(root);
        for (int i = 0; i < found.Count; i++)
            found.AddRange(Children(found[i]));
        return found;
    }

    private static List<int> Children(int pid)
    {
        List<int> found = [];
        try
        {
            foreach (string task in Directory.EnumerateDirectories($"/proc/{pid}/task"))
                foreach (string child in File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    found.Add(int.Parse(child, CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process ended while it was being looked at: it has no children any more.
        }
        return found;
    }

    private static long ResidentBytesOf(int pid)
    {
        try
        {
            string[] pages = File.ReadAllText($"/proc/{pid}/statm").Split(' ');
            return long.Parse(pages[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;   // ended meanwhile: holds no memory
        }
    }
}
