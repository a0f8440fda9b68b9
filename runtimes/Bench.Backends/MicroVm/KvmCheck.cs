using System.Buffers.Binary;
using System.Globalization;
using Bench.Core;

namespace Bench.Backends.MicroVm;

/// <summary>Whether the processor runs a guest's kernel here. Asked once in a process of the harness, because the answer takes a boot.</summary>
/// <remarks>
/// A few instructions of a guest are not enough: there are machines that open /dev/kvm and run those, and on which a kernel does not get as far as unpacking itself.
/// </remarks>
internal sealed class KvmCheck
{
    private const string Device = "/dev/kvm";

    /// <summary>Many times what a boot takes; a machine that needs longer has nothing to say about cold starts.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<string?>? _answer;

    /// <returns>Null where a guest boots; else one line that says what happened instead.</returns>
    internal Task<string?> FaultAsync(Toolbox tools, CancellationToken ct)
    {
        lock (_gate)
            // A question that was cancelled has not been answered.
            return _answer is null or { IsCanceled: true } ? _answer = FaultOfAsync(VirtualMachine.Accelerated, s_limit, tools, ct) : _answer;
    }

    /// <summary>Boots a kernel whose first process exits at once: the kernel then panics and says with which code.</summary>
    internal static async Task<string?> FaultOfAsync(VirtualMachine machine, TimeSpan limit, Toolbox tools, CancellationToken ct)
    {
        if (machine == VirtualMachine.Accelerated && !File.Exists(Device))
            return $"{Device} is not there";
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("bench-kvm-");
            string initramfs = Path.Combine(folder.FullName, "initramfs");
            using (FileStream stream = new(initramfs, FileMode.CreateNew))
            {
                Initramfs guest = new(stream);
                guest.AddFile("init", ExitsAtOnce());
                guest.Finish();
            }
            CapturedOutput boot = await ChildProcess.CaptureAsync(machine.CommandFor(MicroVmBackend.KernelIn(tools), initramfs, tools), limit, ct);
            return boot.Stderr.Contains(ExitOfInit, StringComparison.Ordinal) ? null : $"{Device} is there, but a guest does not boot with it: {boot.Describe()}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the file system of a guest cannot be written: {e.Message}";
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    private const byte ExitCode = 42;

    /// <summary>As wait(2) has it: the code is the second byte.</summary>
    private static string ExitOfInit => string.Create(CultureInfo.InvariantCulture, $"exitcode=0x{ExitCode << 8:x8}");

    /// <summary>The smallest Linux program for x86-64: exit(42).</summary>
    /// <remarks>Format: elf(5), one loadable segment that is the whole file.</remarks>
    private static byte[] ExitsAtOnce()
    {
        const ulong address = 0x400000;
        const int headers = 64 + 56;
        byte[] code = [0xBF, ExitCode, 0, 0, 0, /* mov edi, 42 */ 0xB8, 60, 0, 0, 0, /* mov eax, 60: exit */ 0x0F, 0x05 /* syscall */];
        byte[] file = new byte[headers + code.Length];
        code.CopyTo(file, headers);
        byte[] identification = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];   // 64 bits, least significant byte first, version 1
        identification.CopyTo(file, 0);
        Short(16, 2);                       // an executable
        Short(18, 62);                      // for x86-64
        Int(20, 1);
        Long(24, address + headers);        // where it starts
        Long(32, 64);                       // where the segment's header is
        Short(52, 64);
        Short(54, 56);
        Short(56, 1);
        Int(64, 1);                         // to be loaded
        Int(68, 5);                         // readable and executable
        Long(80, address);
        Long(88, address);
        Long(96, (ulong)file.Length);
        Long(104, (ulong)file.Length);
        Long(112, 0x1000);
        return file;

        void Short(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
        void Int(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
        void Long(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
    }
}
