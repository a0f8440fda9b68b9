using System.Globalization;
using Bench.Core;

namespace Bench.Backends.MicroVm;

/// <summary>QEMU's machine "microvm": a processor, memory and two serial ports. The first is the guest's console, the second its answer.</summary>
/// <param name="Accelerator"><c>kvm</c>; <c>tcg</c>, which emulates the processor, is for tests of the plumbing.</param>
internal sealed record VirtualMachine(string Accelerator)
{
    internal const string Emulator = "qemu", Kernel = "vm-kernel";   // ids in tools.json
    internal const string KernelFile = "vmlinuz";

    internal static readonly VirtualMachine Accelerated = new("kvm"), Emulated = new("tcg");

    /// <summary>Of the guest. It costs the host only what the guest touches, and the guest a sixty-fourth to manage.</summary>
    private const int MemoryMebibytes = 512;

    /// <summary>
    /// Only panics are printed, and they end the machine, as the end of the program does: by a triple fault, the shortest way.
    /// There is no PCI bus and no disk to ask for, and two serial ports need not be looked for among 32.
    /// </summary>
    private const string KernelArguments = "console=ttyS0 loglevel=1 panic=-1 reboot=t pci=off edd=off 8250.nr_uarts=2";

    /// <summary>The answer is its standard output; the console, and what the hypervisor says itself, its standard error.</summary>
    internal Command CommandFor(string kernel, string initramfs, Toolbox tools) => Command.Of(tools[Emulator],
        // Without ACPI, which takes the kernel longer than all the rest.
        "-machine", $"microvm,acpi=off,x-option-roms=off,accel={Accelerator}", "-cpu", Accelerator == "kvm" ? "host" : "max",
        "-smp", "1", "-m", MemoryMebibytes.ToString(CultureInfo.InvariantCulture),
        "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
        "-chardev", "file,id=console,path=/dev/stderr", "-chardev", "file,id=answer,path=/dev/stdout",
        "-device", "isa-serial,index=0,chardev=console", "-device", "isa-serial,index=1,chardev=answer",
        "-kernel", kernel, "-initrd", initramfs, "-append", KernelArguments);
}
