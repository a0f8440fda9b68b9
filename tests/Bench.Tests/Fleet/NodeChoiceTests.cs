using Bench.Core;
using Bench.Fleet;

namespace Bench.Tests;

public sealed class NodeChoiceTests
{
    private static readonly SwarmNode[] s_nodes = [Node("m", "a.small", isManager: true), Node("w1", "a.small"), Node("w2", "b.large"), Node("w3", null)];

    [Theory]
    [InlineData("vm.type==a.small", "m,w1")]
    [InlineData("vm.type!=a.small", "w2,w3")]
    [InlineData("node.hostname==w2", "w2")]
    [InlineData("node.id==id-w3", "w3")]
    [InlineData("node.role==worker", "w1,w2,w3")]
    [InlineData("node.labels.vm.type == b.large", "w2")]
    public void A_condition_chooses_as_the_engine_would(string condition, string expected) =>
        Assert.Equal(expected, string.Join(",", NodeChoice.Parse([condition]).Among(s_nodes).Select(static node => node.Name)));

    [Fact]
    public void All_conditions_must_hold()
    {
        NodeChoice choice = NodeChoice.Parse(["vm.type==a.small", "node.role!=manager"]);
        Assert.Equal("w1", Assert.Single(choice.Among(s_nodes)).Name);
        Assert.Equal(["node.labels.vm.type==a.small", "node.role!=manager"], choice.Constraints);
    }

    [Fact]
    public void Without_a_condition_all_nodes_are_chosen() => Assert.Equal(4, NodeChoice.Parse([]).Among(s_nodes).Count);

    [Fact]
    public void A_label_that_matches_nothing_is_answered_with_the_values_there_are()
    {
        string message = Assert.Throws<UsageException>(() => NodeChoice.Parse(["vm.type==a.smal"]).Among(s_nodes)).Message;
        Assert.Equal("no node matches vm.type==a.smal: vm.type is a.small, b.large (./bench fleet nodes)", message);
    }

    [Fact]
    public void A_label_that_no_node_has_is_answered_with_how_to_give_it() =>
        Assert.Equal("no node has zone: ./bench fleet label NODE zone=1", Assert.Throws<UsageException>(() => NodeChoice.Parse(["zone==1"]).Among(s_nodes)).Message);

    [Theory]
    [InlineData("vm.type")]
    [InlineData("==x")]
    [InlineData("vm.type==")]
    [InlineData("vm.type=a")]
    public void What_is_no_condition_is_refused(string condition) => Assert.Throws<UsageException>(() => NodeChoice.Parse([condition]));

    [Fact]
    public void An_attribute_that_cannot_be_asked_for_is_named() =>
        Assert.Contains("node.platform.os", Assert.Throws<UsageException>(() => NodeChoice.Parse(["node.platform.os==linux"]).Among(s_nodes)).Message, StringComparison.Ordinal);

    private static SwarmNode Node(string name, string? type, bool isManager = false) => new(
        $"id-{name}", name, NodeState.Ready, "active", isManager, 2, 4L << 30, "26.1.5", "10.0.0.1", type is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["vm.type"] = type });
}
