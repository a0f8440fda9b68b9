using Bench.Core;

namespace Bench.Tests;

public sealed class ContainerMemoryTests
{
    [Theory]
    [InlineData("max\n", "")]
    [InlineData("", "9223372036854771712\n")]
    [InlineData("", "")]
    [InlineData("0\n", "-1\n")]
    [InlineData("2 GiB", "\0")]
    public void A_control_group_that_sets_no_limit_leaves_the_machines_memory(string v2, string v1) => Assert.Equal(8L << 30, MachineInfo.MemoryWithin(8L << 30, v2, v1));

    [Theory]
    [InlineData("1073741824\n", "")]
    [InlineData("", "1073741824\n")]
    [InlineData("1073741824", "2147483648")]
    public void A_container_has_as_much_memory_as_its_control_group_allows(string v2, string v1) => Assert.Equal(1L << 30, MachineInfo.MemoryWithin(8L << 30, v2, v1));
}
