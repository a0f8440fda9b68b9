using System.Collections;
using System.Runtime.InteropServices;

namespace Bench.Core;

/// <summary>Starts a process by posix_spawn: System.Diagnostics.Process gives neither resource usage, nor affinity before exec, nor a process group.</summary>
internal static unsafe class Spawn
{
    /// <summary>Starts <paramref name="command"/> in a process group of its own, with every signal at its default.</summary>
    /// <param name="report">A descriptor that becomes number 3 in the child; -1 for none.</param>
    /// <param name="stdin">-1 for an empty standard input.</param>
    /// <returns>0, or the error number.</returns>
    internal static int Start(Command command, int stdout, int stderr, int report, out int pid, int stdin = -1)
    {
        byte* opaque = stackalloc byte[NativeMethods.OpaqueSize * 3];
        byte* actions = opaque, attributes = opaque + NativeMethods.OpaqueSize, signals = opaque + (2 * NativeMethods.OpaqueSize);
        using NativeStrings argv = new([command.Executable, .. command.Arguments]);
        using NativeStrings environment = new(EnvironmentOf(command));
        using NativeStrings paths = new(["/dev/null", command.WorkingDirectory ?? ""]);

        NativeMethods.posix_spawn_file_actions_init(actions);
        NativeMethods.posix_spawnattr_init(attributes);
        try
        {
            if (stdin >= 0)
                NativeMethods.posix_spawn_file_actions_adddup2(actions, stdin, 0);
            else
                NativeMethods.posix_spawn_file_actions_addopen(actions, 0, paths.Pointer[0], 0, 0);
            NativeMethods.posix_spawn_file_actions_adddup2(actions, stdout, 1);
            NativeMethods.posix_spawn_file_actions_adddup2(actions, stderr, 2);
            if (report >= 0)
                NativeMethods.posix_spawn_file_actions_adddup2(actions, report, 3);
            if (command.WorkingDirectory is not null)
                NativeMethods.posix_spawn_file_actions_addchdir_np(actions, paths.Pointer[1]);

            NativeMethods.posix_spawnattr_setflags(attributes,
                NativeMethods.POSIX_SPAWN_SETPGROUP | NativeMethods.POSIX_SPAWN_SETSIGDEF | NativeMethods.POSIX_SPAWN_SETSIGMASK);
            // A group of its own: Ctrl-C at the terminal reaches the harness only, which then ends the child in order.
            NativeMethods.posix_spawnattr_setpgroup(attributes, 0);
            NativeMethods.sigfillset(signals);
            NativeMethods.posix_spawnattr_setsigdefault(attributes, signals);
            NativeMethods.sigemptyset(signals);
            NativeMethods.posix_spawnattr_setsigmask(attributes, signals);
            return NativeMethods.posix_spawnp(out pid, argv.First, actions, attributes, argv.Pointer, environment.Pointer);
        }
        finally
        {
            NativeMethods.posix_spawn_file_actions_destroy(actions);
            NativeMethods.posix_spawnattr_destroy(attributes);
        }
    }

    /// <summary>Message of an error number, as the C library words it.</summary>
    internal static string Describe(int error) => Marshal.GetPInvokeErrorMessage(error);

    internal static ExitStatus.NotStarted NotStarted(string executable, string reason) => new($"{Path.GetFileName(executable)}: {reason}");

    private static List<string> EnvironmentOf(Command command)
    {
        List<string> lines = [];
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            if (!command.Environment.ContainsKey((string)entry.Key))
                lines.Add($"{entry.Key}={entry.Value}");
        lines.AddRange(command.Environment.Select(static pair => $"{pair.Key}={pair.Value}"));
        return lines;
    }
}
