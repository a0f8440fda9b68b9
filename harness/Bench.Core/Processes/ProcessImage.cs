using System.Runtime.InteropServices;

namespace Bench.Core;

/// <summary>Goes on as another program, in the same process.</summary>
public static unsafe class ProcessImage
{
    /// <summary>Does not return when it succeeds: same process id, terminal and standard streams, everything else anew.</summary>
    /// <exception cref="IOException">The program cannot be run.</exception>
    public static void Replace(Command command)
    {
        Console.Out.Flush();
        using NativeStrings arguments = new([command.Executable, .. command.Arguments]);
        NativeMethods.execvp(arguments.First, arguments.Pointer);
        throw new IOException($"{command.Executable} could not be started: {Spawn.Describe(Marshal.GetLastPInvokeError())}");
    }
}
