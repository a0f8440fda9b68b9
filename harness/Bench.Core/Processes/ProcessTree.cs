using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Bench.Core;

/// <summary>The descendants of a process, read from /proc.</summary>
internal static class ProcessTree
{
    private static readonly Lock s_gate = new();
    private static readonly HashSet<int> s_owned = [];
    private static bool s_adopting;

    /// <summary>Of times in /proc: USER_HZ is 100 on every architecture that .NET runs on.</summary>
    private const long NanosecondsPerTick = 10_000_000;

    /// <summary>Starts a child that nobody but its owner reaps.</summary>
    internal static int StartOwned(Func<(int Error, int Pid)> start, out int pid)
    {
        lock (s_gate)
        {
            if (!s_adopting)
            {
                // Orphans of a measured program become children of the harness, where they can be found and ended.
                s_adopting = NativeMethods.prctl(NativeMethods.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0;
            }
            (int error, pid) = start();
            if (error == 0)
                s_owned.Add(pid);
            return error;
        }
    }

    /// <summary>Takes the exit of an owned child. From then on its number may be another process's, so both happen in one step.</summary>
    /// <param name="options">0, or WNOHANG.</param>
    /// <returns>False while the child is running, which only WNOHANG lets happen.</returns>
    internal static bool Reap(int pid, int options, out int status, out NativeMethods.RUsage usage)
    {
        lock (s_gate)
        {
            int reaped;
            while ((reaped = NativeMethods.wait4(pid, out status, options, out usage)) < 0 && Marshal.GetLastPInvokeError() == NativeMethods.EINTR)
                continue;
            if (reaped != 0)
                s_owned.Remove(pid);
            return reaped != 0;
        }
    }

    /// <summary>Ends a process and all its descendants.</summary>
    /// <returns>All of them; they take a moment to end.</returns>
    internal static IReadOnlyCollection<int> Kill(int root)
    {
        List<int> tree = [root, .. Descendants(root)];
        // Parents first: a shell whose command is killed goes on to the next. What was forked meanwhile is an orphan then; EndStrays takes it.
        foreach (int pid in tree)
            NativeMethods.kill(pid, NativeMethods.SIGKILL);
        NativeMethods.kill(-root, NativeMethods.SIGKILL);
        return tree;
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
        using Process sudo = Process.Start("sudo", ["-n", "sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -INT {pid}")]);
        sudo.WaitForExit(TimeSpan.FromSeconds(5));
    }

    /// <summary>Ends what one child left behind: orphans that bear its mark, and waits until they have gone.</summary>
    /// <remarks>
    /// Others are left alone: children of other code in this process, and orphans of children that still run.
    /// Gives up on a process that two seconds after SIGKILL is still stuck in the kernel.
    /// </remarks>
    /// <param name="killed">Processes of the child's tree that were killed already; some forget their environment.</param>
    internal static void EndStrays(ChildMark mark, IReadOnlyCollection<int> killed)
    {
        HashSet<int> ending = [];
        for (int sweep = 0; sweep < 2000; sweep++)
        {
            lock (s_gate)
            {
                ending.RemoveWhere(static pid => NativeMethods.wait4(pid, out _, NativeMethods.WNOHANG, out _) != 0);
                foreach (int child in Children(Environment.ProcessId))
                {
                    if (s_owned.Contains(child))
                        continue;
                    if (mark.IsOn(child))
                        Kill(child);
                    else if (!killed.Contains(child) && !IsEnding(child))
                        continue;
                    ending.Add(child);
                }
            }
            if (ending.Count == 0)
                return;
            Thread.Sleep(1);
        }
    }

    /// <summary>Resident bytes of a process and its descendants.</summary>
    internal static long ResidentBytes(int root) =>
        ResidentBytesOf(root) + Descendants(root).Sum(ResidentBytesOf);

    /// <summary>Memory of a process and its descendants, a page that several processes share by its share; 0 when it has ended or may not be looked at.</summary>
    internal static long ProportionalBytes(int root) =>
        ProportionalMemory.Of(root) + Descendants(root).Sum(ProportionalMemory.Of);

    /// <summary>What a process, its descendants and those of them that have ended and were waited for have used.</summary>
    internal static TreeUsage UsageOf(int root)
    {
        long user = 0, sys = 0, resident = 0;
        foreach (int pid in (IEnumerable<int>)[root, .. Descendants(root)])
            if (Stat(pid) is string[] stat)
            {
                long Field(int number) => long.Parse(stat[number - 3], CultureInfo.InvariantCulture);
                (user, sys) = (user + Field(14) + Field(16), sys + Field(15) + Field(17));
                resident += ResidentBytesOf(pid);
            }
        return new TreeUsage(user * NanosecondsPerTick, sys * NanosecondsPerTick, resident);
    }

    /// <summary>Whether an orphan is a zombie or about to become one: its memory is gone, and with it the mark.</summary>
    /// <remarks>What other code in this process has started is in the harness's own process group, and reaped by that code.</remarks>
    private static bool IsEnding(int pid)
    {
        if (Stat(pid) is not string[] stat)
            return false;
        bool started = stat[2] == Stat(Environment.ProcessId)?[2];
        return !started && (stat[0] is "Z" or "X" || stat[20] == "0");
    }

    /// <summary>proc_pid_stat(5) from its third field, the state, on; null when there is no such process.</summary>
    private static string[]? Stat(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static List<int> Descendants(int root)
    {
        List<int> found = Children(root);
        for (int i = 0; i < found.Count; i++)
            found.AddRange(Children(found[i]));
        return found;
    }

    private static List<int> Children(int pid)
    {
        List<int> found = [];
        foreach (string task in TasksOf(pid))
            try
            {
                foreach (string child in File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    found.Add(int.Parse(child, CultureInfo.InvariantCulture));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The thread ended while it was being looked at: its children are another thread's now.
            }
        return found;
    }

    private static string[] TasksOf(int pid)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{pid}/task");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];   // ended meanwhile: has no children any more
        }
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
