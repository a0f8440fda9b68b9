using Bench.Core;

namespace Bench.Tests;

public sealed class MachineIdentityTests
{
    private const string AzureTag = "7783-7084-3265-9085-8269-3286-77";

    [Theory]
    [InlineData("Amazon EC2", "m5.large", "Amazon EC2", "aws", "m5.large")]
    [InlineData("Amazon EC2", "u-6tb1.metal", "Amazon EC2", "aws", "u-6tb1.metal")]
    [InlineData("Amazon EC2", "something else", "Amazon EC2", "aws", null)]
    [InlineData("Microsoft Corporation", "Virtual Machine", AzureTag, "azure", null)]
    [InlineData("Microsoft Corporation", "Virtual Machine", "", null, null)]
    [InlineData("Google", "Google Compute Engine", "", "gce", null)]
    [InlineData("Google", "Eve", "", null, null)]
    [InlineData("QEMU", "Standard PC (i440FX + PIIX, 1996)", "OracleCloud.com", "oracle", null)]
    [InlineData("Alibaba Cloud", "Alibaba Cloud ECS", "", "aliyun", null)]
    [InlineData("OpenStack Foundation", "OpenStack Nova", "", "openstack", null)]
    [InlineData("Fedora Project", "OpenStack Compute", "", "openstack", null)]
    [InlineData("Huawei", "KVM", "HUAWEICLOUD", "openstack", null)]
    [InlineData("Hetzner", "vServer", "", "hetzner", null)]
    [InlineData("QEMU", "Standard PC (Q35 + ICH9, 2009)", "", null, null)]
    [InlineData("Dell Inc.", "PowerEdge R640", "", null, null)]
    [InlineData("", "", "", null, null)]
    public void Clouds_are_known_by_their_firmware(string vendor, string product, string tag, string? cloud, string? type) =>
        Assert.Equal(new CloudInstance(cloud, type, null), CloudInstance.Of(new DmiText(vendor, product, tag), ""));

    [Theory]
    [InlineData("""{"v1":{"cloud_name":"aws","region":"us-east-2"},"ds":{"meta_data":{"instance-type":"t2.micro"}}}""", "aws", "t2.micro", "us-east-2")]
    [InlineData("""{"v1":{"cloud-name":"azure","region":"westeurope"},"ds":{"meta_data":{"imds":{"compute":{"vmSize":"Standard_D2s_v3"}}}}}""", "azure", "Standard_D2s_v3", "westeurope")]
    [InlineData("""{"v1":{"cloud_name":"aliyun","region":"cn-hangzhou"},"ds":{"meta_data":{"instance":{"instance-type":"ecs.g6.large"}}}}""", "aliyun", "ecs.g6.large", "cn-hangzhou")]
    [InlineData("""{"v1":{"cloud_name":"nocloud","region":null},"ds":{"meta_data":{}}}""", null, null, null)]
    [InlineData("""{"v1":{"cloud_name":"aws"},"ds":{"meta_data":"redacted for non-root user"}}""", "aws", null, null)]
    [InlineData("""{"v1":{"cloud_name":7,"region":["us"]},"ds":[]}""", null, null, null)]
    [InlineData("""{"v1":{"cloud_name":"redacted for non-root user","region":"a\nb"}}""", null, null, null)]
    [InlineData("[]", null, null, null)]
    [InlineData("{", null, null, null)]
    public void What_cloud_init_left_on_the_disk_fills_in_the_rest(string instanceData, string? cloud, string? type, string? region) =>
        Assert.Equal(new CloudInstance(cloud, type, region), CloudInstance.Of(new DmiText("Xen", "HVM domU", ""), instanceData));

    [Fact]
    public void The_firmware_is_believed_before_the_disk() =>
        Assert.Equal(new CloudInstance("aws", "m5.large", "eu-central-1"), CloudInstance.Of(new DmiText("Amazon EC2", "m5.large", ""),
            """{"v1":{"cloud_name":"openstack","region":"eu-central-1"},"ds":{"meta_data":{"instance-type":"m5.xlarge"}}}"""));

    [Fact]
    public void Machines_that_are_alike_have_one_id_until_they_are_labelled()
    {
        MachineInfo machine = FixtureRun.Xeon;
        Assert.Matches("^m-[0-9a-f]{8}$", MachineId.Of(machine));
        Assert.Equal(MachineId.Of(machine), MachineId.Of(machine with { MemoryBytes = machine.MemoryBytes + 4096 }));
        string[] others =
        [
            MachineId.Of(machine with { Label = "left" }), MachineId.Of(machine with { Label = "right" }), MachineId.Of(machine with { Kernel = "6.1.0-29" }),
            MachineId.Of(machine with { Cores = 4 }), MachineId.Of(machine with { InstanceType = "m5.large" }), MachineId.Of(machine with { MemoryBytes = 16L << 30 }),
        ];
        Assert.Equal(others.Length, others.Append(MachineId.Of(machine)).Distinct().Count() - 1);
    }

    [Fact]
    public void A_machine_is_named_by_its_label_and_type_before_its_processor()
    {
        Assert.Equal("Neoverse-N1, 4 cores", FixtureRun.Graviton.ToString());
        Assert.Equal("left, m6g.xlarge, Neoverse-N1, 4 cores", (FixtureRun.Graviton with { Label = "left", InstanceType = "m6g.xlarge" }).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\u001b[2Jb")]
    [InlineData("a\nb")]
    public void A_label_that_cannot_stand_in_a_line_is_refused(string label) =>
        Assert.Contains("a label has 1 to 64 characters", Assert.Throws<UsageException>(() => MachineLabel.Checked(label)).Message);

    [Fact]
    public void Blanks_around_a_label_are_no_part_of_it() => Assert.Equal("vm 1", MachineLabel.Checked(" vm 1 "));
}
