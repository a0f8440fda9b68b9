using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Bench.Core;

namespace Bench.Backends.MicroVm;

/// <summary>The native program, linked statically, as the only program of a virtual machine that is made for it and ends with it.</summary>
/// <remarks>Only where the processor itself runs the guest: an emulated one would be measured, and nobody deploys that.</remarks>
internal sealed class MicroVmBackend : Backend
{
    private const string Compiler = "clang", CLibrary = "libc-dev";   // ids in tools.json
    private const string InitSource = "runtimes/microvm/init.c";
    private const string Program = "program", Init = "init";

    private readonly KvmCheck _kvm;

    [SetsRequiredMembers]
    internal MicroVmBackend(KvmCheck kvm)
    {
        _kvm = kvm;
        Id = "microvm-native";
        Title = "microVM (QEMU, KVM)";
        Class = BackendClass.Container;
        Tools = [VirtualMachine.Emulator, VirtualMachine.Kernel, Compiler, CLibrary];
    }

    public override string Flags =>
        $"clang {string.Join(' ', NativeProgram.Flags)} -static | {VirtualMachine.Accelerated.CommandFor(VirtualMachine.KernelFile, "INITRAMFS", Toolbox.ForDisplay).Display}";

    public override async Task<Availability> ProbeAsync(Toolbox tools, CancellationToken ct)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return new Availability.Missing("QEMU's machine microvm is for x86-64", "a machine with such a processor");
        Availability found = await tools.ProbeAllAsync(Tools, ct);
        return found is Availability.Ready && await _kvm.FaultAsync(tools, ct) is string fault
            ? new Availability.Missing(fault, "a machine whose hypervisor lets it have virtual machines of its own, or none; /dev/kvm must be open to this user")
            : found;
    }

    /// <summary>A folder: the program, and the first process of the guest, which runs it.</summary>
    public override BuildStep Build(Workload workload, Toolbox tools)
    {
        BuildStep program = NativeProgram.Step(workload, tools, Compiler, "-static");
        string init = Path.Combine(tools.Layout.Root, InitSource);
        return program with
        {
            Output = $"{workload.Id}.vm",
            Inputs = [.. program.Inputs, init],
            Commands = paths =>
            [
                Command.Of("mkdir", paths.Output),
                .. program.Commands(paths with { Output = Path.Combine(paths.Output, Program) }),
                Command.Of(tools[Compiler], "-Os", "-static", "-o", Path.Combine(paths.Output, Init), init),
            ],
        };
    }

    public override Task<Execution> ExecuteAsync(ExecutionRequest request, Toolbox tools, CancellationToken ct) =>
        ExecuteAsync(VirtualMachine.Accelerated, request, tools, ct);

    /// <param name="machine">Another one than <see cref="VirtualMachine.Accelerated"/> is for tests: what it takes must not reach a run.</param>
    internal static async Task<Execution> ExecuteAsync(VirtualMachine machine, ExecutionRequest request, Toolbox tools, CancellationToken ct)
    {
        string kernel = KernelIn(tools);
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("bench-vm-");
            string initramfs = Path.Combine(folder.FullName, "initramfs");
            Write(initramfs, request);
            long imageBytes = new FileInfo(kernel).Length + new FileInfo(initramfs).Length;
            Execution run = await VmRun.RunAsync(machine.CommandFor(kernel, initramfs, tools), request.Options, ct);
            return run with { Readings = [.. run.Readings, new Reading(0, Phases.Total, Metric.ImageBytes, imageBytes)] };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return VmRun.NotStarted($"the guest's file system cannot be written: {e.Message}");
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    internal static string KernelIn(Toolbox tools) => Path.Combine(tools.Layout.LocalTools, VirtualMachine.Kernel, VirtualMachine.KernelFile);

    private static void Write(string file, ExecutionRequest request)
    {
        using FileStream stream = new(file, FileMode.CreateNew);
        Initramfs guest = new(stream);
        guest.AddFolder("dev");
        // Numbers of the kernel's Documentation/admin-guide/devices.txt.
        guest.AddCharacterDevice("dev/console", 5, 1);
        guest.AddCharacterDevice("dev/null", 1, 3);
        guest.AddCharacterDevice("dev/ttyS1", 4, 65);
        guest.AddFile("init", File.ReadAllBytes(Path.Combine(request.Artifact, Init)));
        guest.AddFile("program", File.ReadAllBytes(Path.Combine(request.Artifact, Program)));
        guest.AddFile("arguments", System.Text.Encoding.UTF8.GetBytes(string.Concat(request.Size.Args.Select(static one => one + "\0"))));
        guest.Finish();
    }
}
