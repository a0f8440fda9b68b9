using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bench.Core;

/// <summary>What a cloud rents out under which name; each part null where the machine's own files do not say.</summary>
/// <remarks>
/// Only files are read: nothing is asked of a metadata service, nothing leaves the machine. Sources: tools/ds-identify and
/// doc/rtd/explanation/instancedata.rst of cloud-init; the EC2 user guide, "Detect whether a host is an EC2 instance".
/// </remarks>
/// <param name="Cloud">As cloud-init calls it: aws, azure, gce, openstack, aliyun …</param>
/// <param name="Type">As price lists call it: <c>m5.large</c>.</param>
public sealed partial record CloudInstance(string? Cloud, string? Type, string? Region)
{
    private const string AzureChassis = "7783-7084-3265-9085-8269-3286-77";
    private const int LongestName = 64;

    /// <param name="instanceData">Contents of <c>/run/cloud-init/instance-data.json</c>, the part of it that everybody may read; empty where there is none.</param>
    public static CloudInstance Of(DmiText dmi, string instanceData)
    {
        CloudInstance firmware = OfFirmware(dmi), cloudInit = OfCloudInit(instanceData);
        // cloud-init also knows clouds that do not show in the firmware, but calls a machine that was fed from a disk 'nocloud'.
        return new CloudInstance(firmware.Cloud ?? cloudInit.Cloud, firmware.Type ?? cloudInit.Type, cloudInit.Region);
    }

    private static CloudInstance OfFirmware(DmiText dmi) => (dmi.Vendor.Trim(), dmi.Product.Trim(), dmi.ChassisTag.Trim()) switch
    {
        ("Amazon EC2", string product, _) => new("aws", Ec2Type().IsMatch(product) ? product : null, null),
        // The vendor alone is any Hyper-V.
        ("Microsoft Corporation", _, AzureChassis) => new("azure", null, null),
        // The vendor alone is any Chromebook.
        (_, "Google Compute Engine", _) or ("Google", "Google", _) => new("gce", null, null),
        (_, _, "OracleCloud.com") => new("oracle", null, null),
        (_, "Alibaba Cloud ECS", _) or ("Alibaba Cloud", _, _) => new("aliyun", null, null),
        ("OpenStack Foundation", _, _) or (_, "OpenStack Nova" or "OpenStack Compute", _)
            or (_, _, "OpenStack Nova" or "OpenStack Compute" or "OpenTelekomCloud" or "SAP CCloud VM" or "HUAWEICLOUD") => new("openstack", null, null),
        ("DigitalOcean" or "Hetzner" or "Scaleway" or "Vultr", _, _) => new(dmi.Vendor.Trim().ToLowerInvariant(), null, null),
        _ => new(null, null, null),
    };

    private static CloudInstance OfCloudInit(string instanceData)
    {
        if (instanceData.Length == 0)
            return new(null, null, null);
        try
        {
            using JsonDocument data = JsonDocument.Parse(instanceData);
            JsonElement root = data.RootElement;
            string? cloud = Text(root, "v1", "cloud_name") ?? Text(root, "v1", "cloud-name");
            // The type is not among the standardised keys: each cloud has its own place for it.
            string? type = Text(root, "v1", "instance_type") ?? Text(root, "ds", "meta_data", "instance-type") ?? Text(root, "ds", "meta_data", "instance_type")
                ?? Text(root, "ds", "meta_data", "instance", "instance-type") ?? Text(root, "ds", "meta_data", "imds", "compute", "vmSize");
            return new(cloud is "none" or "nocloud" or "configdrive" or "unknown" ? null : cloud, type, Text(root, "v1", "region"));
        }
        catch (JsonException)
        {
            return new(null, null, null);   // another program's file; none of it decides a measurement
        }
    }

    private static string? Text(JsonElement at, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        string text = at.ValueKind == JsonValueKind.String ? at.GetString()!.Trim() : "";
        return text.Length is > 0 and <= LongestName && !text.Any(char.IsControl) && !text.StartsWith("redacted", StringComparison.Ordinal) ? text : null;
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,32}\.[a-z0-9-]{1,32}\z")]
    private static partial Regex Ec2Type();
}
