using System.Security.Cryptography;
using System.Text;

namespace Bench.Core;

/// <summary>Tells machines apart without their names: equal for two runs of one machine, and for two machines that are alike in all that is recorded.</summary>
public static class MachineId
{
    // A reboot may move the memory that the kernel keeps for itself by some kilobytes.
    private const int MemoryStep = 16 << 20;

    /// <summary><c>m-</c> and eight hexadecimal digits.</summary>
    public static string Of(MachineInfo machine)
    {
        string[] parts =
        [
            machine.Label ?? "", machine.Cpu, machine.Cores.ToString(), (machine.MemoryBytes / MemoryStep).ToString(), machine.Architecture, machine.Kernel,
            machine.System, machine.Hypervisor, machine.Cloud ?? "", machine.InstanceType ?? "", machine.Region ?? "",
        ];
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(static part => part.Replace('\n', ' ')))));
        return "m-" + Convert.ToHexStringLower(hash.AsSpan(0, 4));
    }
}
