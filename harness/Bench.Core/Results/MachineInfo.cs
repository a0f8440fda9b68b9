using System.Globalization;
using System.Runtime.InteropServices;

namespace Bench.Core;

/// <summary>What a machine is, without its name or address.</summary>
/// <param name="Hypervisor">Empty on bare metal or where the machine does not say.</param>
public sealed record MachineInfo(string Cpu, int Cores, long MemoryBytes, string Architecture, string Kernel, string System, string Hypervisor)
{
    public static MachineInfo Read()
    {
        string cpuinfo = ReadOrEmpty("/proc/cpuinfo");
        string cpu = Field(cpuinfo, "model name") ?? Field(cpuinfo, "Model") ?? RuntimeInformation.ProcessArchitecture.ToString();
        string memory = Field(ReadOrEmpty("/proc/meminfo"), "MemTotal")?.Split(' ')[0] ?? "0";
        string release = ReadOrEmpty("/etc/os-release").Split('\n')
            .FirstOrDefault(static line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?[12..].Trim('"') ?? "";
        bool virtualised = Field(cpuinfo, "flags")?.Split(' ').Contains("hypervisor") == true;
        string product = ReadOrEmpty("/sys/class/dmi/id/sys_vendor").Trim();
        return new MachineInfo(cpu, Environment.ProcessorCount, long.Parse(memory, CultureInfo.InvariantCulture) * 1024,
            RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(), ReadOrEmpty("/proc/sys/kernel/osrelease").Trim(), release,
            virtualised ? product.Length > 0 ? product : "virtual machine" : "");
    }

    /// <summary>CPU model and core count: how a machine is named in tables.</summary>
    public override string ToString() => $"{Cpu}, {Cores} {(Cores == 1 ? "core" : "cores")}";

    private static string? Field(string text, string name) =>
        text.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(':'))?.Split(':', 2)[1].Trim();

    private static string ReadOrEmpty(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";   // not every machine has every file, and none of them decides a measurement
        }
    }
}
