using Bench.Core;
using Bench.Fleet;

namespace Bench.Tests;

public sealed class NodeLabelsTests
{
    [Fact]
    public void Labels_are_set_by_an_equals_sign_and_removed_by_a_final_dash() =>
        Assert.Equal(
            new Dictionary<string, string?> { ["vm.type"] = "a-small", ["price"] = "0.0425", ["note"] = "x=y", ["empty"] = "", ["zone-b"] = null },
            NodeLabels.Parse(["vm.type=a-small", "price=0.0425", "note=x=y", "empty=", "zone-b-"]));

    [Theory]
    [InlineData("zone", "'zone' is no change of a label: write name=value to set it, name- to remove it")]
    [InlineData("=b", "'=b' has no name of a label: that is at least one character, and no white space")]
    [InlineData("-", "'-' has no name of a label: that is at least one character, and no white space")]
    [InlineData("a zone=b", "'a zone=b' has no name of a label: that is at least one character, and no white space")]
    [InlineData("zone=a\nb", "the label zone must not hold control characters")]
    [InlineData("vm.type= ", "vm.type must name a type of machine; vm.type- removes the label")]
    [InlineData("price=0", "'0' is no price: write that of an hour, a number above 0 with a point, such as price=0.0425")]
    [InlineData("price=-1", "'-1' is no price: write that of an hour, a number above 0 with a point, such as price=0.0425")]
    [InlineData("price=0,04", "'0,04' is no price: write that of an hour, a number above 0 with a point, such as price=0.0425")]
    [InlineData("price=", "'' is no price: write that of an hour, a number above 0 with a point, such as price=0.0425")]
    [InlineData("price=NaN", "'NaN' is no price: write that of an hour, a number above 0 with a point, such as price=0.0425")]
    public void A_change_that_makes_no_sense_is_refused_with_what_would(string change, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => NodeLabels.Parse([change])).Message);

    [Fact]
    public void A_label_that_is_given_twice_is_refused() =>
        Assert.Equal("the label zone is given twice", Assert.Throws<UsageException>(() => NodeLabels.Parse(["zone=a", "zone-"])).Message);

    [Fact]
    public void A_price_that_another_tool_has_set_to_nonsense_is_none()
    {
        Assert.Equal(0.25m, NodeLabels.PriceIn(new Dictionary<string, string> { ["price"] = "0.25" }));
        Assert.Null(NodeLabels.PriceIn(new Dictionary<string, string> { ["price"] = "free" }));
        Assert.Null(NodeLabels.PriceIn(new Dictionary<string, string>()));
    }
}
