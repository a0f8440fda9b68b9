namespace Bench.Tests;

public sealed class StoredFileTests
{
    [Fact]
    public void A_mismatch_shows_the_lines_that_differ_and_no_others() =>
        Assert.Equal("   2 - b\n   2 + B\n   4 + d\n", StoredFile.Difference(["a", "b", "c"], ["a", "B", "c", "d"]));
}
