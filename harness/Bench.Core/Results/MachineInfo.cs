using System.Globalization;
using System.Runtime.InteropServices;

namespace Bench.Core;

/// <summary>What a machine is, without its name or address.</summary>
/// <param name="Hypervisor">Empty on bare metal or where the machine does not say.</param>
public sealed record MachineInfo(string Cpu, int Cores, long MemoryBytes, string Architecture, string Kernel, string System, string Hypervisor)
{
    /// <summary>As <see cref="CloudInstance"/> finds it; null where the machine's files do not say.</summary>
    public string? Cloud { get; init; }

    /// <summary>As price lists call it, <c>m5.large</c>; null where the machine's files do not say.</summary>
    public string? InstanceType { get; init; }
    public string? Region { get; init; }

    /// <summary>Given with <c>run --label</c>: tells machines apart that are alike in everything else.</summary>
    public string? Label { get; init; }

    public static MachineInfo Read()
    {
        string cpuinfo = ReadOrEmpty("/proc/cpuinfo");
        string cpu = Field(cpuinfo, "model name") ?? Field(cpuinfo, "Model") ?? RuntimeInformation.ProcessArchitecture.ToString();
        string memory = Field(ReadOrEmpty("/proc/meminfo"), "MemTotal")?.Split(' ')[0] ?? "0";
        string release = ReadOrEmpty("/etc/os-release").Split('\n')
            .FirstOrDefault(static line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?[12..].Trim('"') ?? "";
        bool virtualised = Field(cpuinfo, "flags")?.Split(' ').Contains("hypervisor") == true;
        DmiText dmi = new(Dmi("sys_vendor"), Dmi("product_name"), Dmi("chassis_asset_tag"));
        CloudInstance instance = CloudInstance.Of(dmi, ReadOrEmpty("/run/cloud-init/instance-data.json"));
        return new MachineInfo(cpu, Environment.ProcessorCount,
            MemoryWithin(long.Parse(memory, CultureInfo.InvariantCulture) * 1024, ReadOrEmpty("/sys/fs/cgroup/memory.max"), ReadOrEmpty("/sys/fs/cgroup/memory/memory.limit_in_bytes")),
            RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(), ReadOrEmpty("/proc/sys/kernel/osrelease").Trim(), release,
            virtualised ? dmi.Vendor.Length > 0 ? dmi.Vendor : "virtual machine" : "")
        {
            Cloud = instance.Cloud, InstanceType = instance.Type, Region = instance.Region,
        };
    }

    /// <summary>Label and instance type where there are any, CPU model and core count: how a machine is named in tables.</summary>
    public override string ToString() =>
        string.Join(", ", new[] { Label, InstanceType, Cpu, $"{Cores} {(Cores == 1 ? "core" : "cores")}" }.OfType<string>());

    /// <summary>What a container may use of the machine's memory, where that is less; processors are counted so too.</summary>
    /// <param name="limits">What the control group says, of either version: bytes, or <c>max</c>, or nothing.</param>
    internal static long MemoryWithin(long bytes, params ReadOnlySpan<string> limits)
    {
        foreach (string text in limits)
            if (long.TryParse(text, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long limit) && limit > 0)
                bytes = Math.Min(bytes, limit);
        return bytes;
    }

    private static string Dmi(string file) => ReadOrEmpty($"/sys/class/dmi/id/{file}").Trim();

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
