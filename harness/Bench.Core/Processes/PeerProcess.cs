using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Bench.Core;

/// <summary>The process that listens at the other end of a Unix socket, whoever started it: between the harness and a measured server stands the launcher.</summary>
public sealed class PeerProcess : IDisposable
{
    /// <summary>By which a server ends that does not exit on being asked to.</summary>
    public const int SIGTERM = NativeMethods.SIGTERM;

    // sys/socket.h and socket(7): SO_PEERCRED of SOL_SOCKET gives pid, uid and gid, 4 bytes each.
    private const int SOL_SOCKET = 1;
    private const int SO_PEERCRED = 17;
    private const int CredentialBytes = 12;

    private readonly SafeFileHandle? _handle;

    /// <param name="connected">A connected Unix stream socket; it is not kept.</param>
    /// <exception cref="SocketException">It is not connected.</exception>
    public PeerProcess(Socket connected)
    {
        byte[] credentials = new byte[CredentialBytes];
        connected.GetRawSocketOption(SOL_SOCKET, SO_PEERCRED, credentials);
        Pid = BinaryPrimitives.ReadInt32LittleEndian(credentials);
        int descriptor = (int)NativeMethods.syscall(NativeMethods.SYS_pidfd_open, Pid, 0);
        _handle = descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    public int Pid { get; }

    /// <summary>Memory of the process and its descendants, shared pages by their share; null when it has ended or may not be looked at.</summary>
    public long? ProportionalBytes => ProcessTree.ProportionalBytes(Pid) is > 0 and long bytes ? bytes : null;

    /// <summary>SIGTERM to the process alone; nothing happens to one that has ended.</summary>
    public void AskToEnd()
    {
        if (_handle is null)
            NativeMethods.kill(Pid, SIGTERM);   // before Linux 5.3, where nothing better holds on to a process
        else
            NativeMethods.syscall(NativeMethods.SYS_pidfd_send_signal, (int)_handle.DangerousGetHandle(), SIGTERM, 0, 0);
    }

    public void Dispose() => _handle?.Dispose();
}
