using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Bench.FakeChild;

/// <summary>A child process that misbehaves on request.</summary>
/// <remarks>
/// A C# program and not a C one, because the tests must run on a machine that has only the .NET SDK; started as
/// <c>dotnet Bench.FakeChild.dll VERB</c>, some 50 ms. Verbs that fork become /bin/sh by exec: a managed process cannot fork.
/// Tests that only need an exit code, or many children at once, run /bin/sh or /bin/true themselves.
/// </remarks>
internal static unsafe partial class Program
{
    private const int LargestWrite = 1 << 16;

    /// <summary>Three processes that ignore SIGTERM: itself, a child, and one that left by double fork into a session of its own and keeps the pipes open.</summary>
    /// <remarks>Each writes its pid to the named pipe $1 and closes it: who reads that to its end knows that all of them run.</remarks>
    private const string ForkAndHang = """
        trap '' TERM HUP INT
        exec 9>"$1"
        stay='trap "" TERM HUP INT; echo $$ >&9; exec 9>&-; exec sleep 1000'
        sh -c "$stay" &
        setsid sh -c '(sh -c "$0" &)' "$stay"
        echo $$ >&9
        exec 9>&-
        while :; do sleep 1000; done
        """;

    /// <summary>Ends at once with code 0, but leaves a daemon that holds both pipes.</summary>
    /// <remarks>The command substitution lasts until the daemon has turned its output away from it to the pipe.</remarks>
    private const string LeaveDaemon = """
        exec 9>"$1" 8>&1
        : $(setsid $2 sh -c '(sh -c "$0" &)' 'trap "" TERM HUP; echo $$ >&9; exec >&8 8>&- 9>&-; exec sleep 1000')
        exec 9>&-
        echo done
        """;

    private static int Main(string[] args)
    {
        string[] rest = args.Length > 0 ? args[1..] : [];
        switch (args.FirstOrDefault())
        {
            case "echo":
                return Print(1, string.Concat(rest.Select(static one => one + "\0")));
            case "environment":
                return Print(1, Environment.GetEnvironmentVariable(rest[0]) ?? "(unset)");
            case "directory":
                return Print(1, Environment.CurrentDirectory);
            case "cores":
                return Print(1, Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture));
            case "input":
                return Print(1, Console.OpenStandardInput().ReadByte() < 0 ? "empty" : "not empty");
            case "exit":
                return (int)Number(rest[0]);
            case "sleep":
                return Become("sleep", rest[0]);
            case "signal":
                return Become("sh", "-c", "kill -$0 $$", rest[0]);
            case "flood":
                return Flood(Number(rest[0]), rest.Length > 1 ? rest[1] : "both");
            case "eat":
                return Eat(Number(rest[0]));
            case "close":
                // Standard output ends long before the process does.
                return Become("sh", "-c", "exec >&- ; exec 9>\"$0\"; echo $$ >&9; exec 9>&-; exec sleep \"$1\"", rest[0], rest[1]);
            case "fork-and-hang":
                return Become("sh", "-c", ForkAndHang, "sh", rest[0]);
            case "leave-daemon":
                return Become("sh", "-c", LeaveDaemon, "sh", rest[0], "");
            case "leave-stranger":
                // As a daemon, but it has forgotten its environment.
                return Become("sh", "-c", LeaveDaemon, "sh", rest[0], "env -i");
            case "rows":
                return Rows(rest.FirstOrDefault() ?? "valid");
            case "stream":
                return StreamNode.Run(rest);
            case "wrong":
                return Print(1, "41\n");
            default:
                Console.Error.WriteLine("usage: Bench.FakeChild echo|environment|directory|cores|input|exit|sleep|signal|flood|eat|close|fork-and-hang|leave-daemon|leave-stranger|rows|stream|wrong [argument...]");
                return 2;
        }
    }

    private static int Rows(string kind)
    {
        long now = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        switch (kind)
        {
            case "valid":
                Print(2, $"bench: main-at={now}\nhello\nbench: phase=execute iteration=1 ns=1000\nbench: phase=execute iteration=2 ns=1001\n");
                return Print(1, "42\n");
            case "malformed":
                Print(2, "bench: phase=execute iteration=1 ns=fast\n");
                return Print(1, "42\n");
            case "endless":
                Print(2, "bench: phase=");
                Flood(10_000_000, "stderr");
                return Print(1, "42\n");
            default:
                return 2;
        }
    }

    /// <summary>Bytes 0 to 250, over and over: a period that no power of two divides, so that a lost or doubled piece shows.</summary>
    private static int Flood(long bytes, string where)
    {
        byte[] pattern = new byte[LargestWrite + 251];
        for (int i = 0; i < pattern.Length; i++)
            pattern[i] = (byte)(i % 251);
        for (long at = 0; at < bytes; at += LargestWrite)
        {
            ReadOnlySpan<byte> piece = pattern.AsSpan((int)(at % 251), (int)Math.Min(LargestWrite, bytes - at));
            if (where is "stdout" or "both")
                WriteAll(1, piece);
            if (where is "stderr" or "both")
                WriteAll(2, piece);
        }
        return 0;
    }

    private static int Eat(long bytes)
    {
        byte* memory = (byte*)NativeMemory.Alloc((nuint)bytes);
        for (long at = 0; at < bytes; at += 4096)
            memory[at] = 1;
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    private static int Print(int fd, string text)
    {
        WriteAll(fd, Encoding.UTF8.GetBytes(text));
        return 0;
    }

    private static void WriteAll(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            for (nint done = 0; done < bytes.Length;)
            {
                nint written = write(fd, start + done, (nuint)(bytes.Length - done));
                if (written < 0)
                    Environment.Exit(3);
                done += written;
            }
    }

    private static int Become(params string[] command)
    {
        execvp(command[0], [.. command, null]);
        return 127;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>unistd.h; straight to the descriptor, for Console decodes and buffers.</summary>
    [LibraryImport("libc", SetLastError = true)] private static partial nint write(int fd, byte* bytes, nuint count);

    /// <summary>unistd.h; returns only when it failed.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int execvp(string file, string?[] argv);
}
