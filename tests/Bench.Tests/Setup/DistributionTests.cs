using Bench.Backends.Setup;

namespace Bench.Tests.Setup;

public sealed class DistributionTests
{
    private const string Trixie = "PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nVERSION_CODENAME=trixie\nID=debian\n";

    [Fact]
    public void A_Debian_12_whose_base_files_came_from_Debian_13_is_still_a_Debian_12() =>
        Assert.Equal("bookworm", Distribution.Of(Trixie, AptSources.ParseLines("deb http://one.example/debian bookworm main\ndeb http://one.example/debian trixie main")).Suite);

    [Fact]
    public void Without_a_code_name_in_the_sources_os_release_decides() =>
        Assert.Equal("trixie", Distribution.Of(Trixie, AptSources.ParseLines("deb http://one.example/debian stable main")).Suite);

    [Fact]
    public void Other_systems_keep_their_own_code_name() =>
        Assert.Equal(new Distribution("ubuntu", "Ubuntu 24.04.3 LTS", "noble"),
            Distribution.Of("PRETTY_NAME=\"Ubuntu 24.04.3 LTS\"\nVERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n", AptSources.ParseLines("deb http://one.example/ubuntu noble main")));

    [Fact]
    public void Releases_have_an_order_and_a_number()
    {
        Assert.True(Distribution.Compare("bookworm", "trixie") < 0);
        Assert.True(Distribution.Compare("forky", "trixie") > 0);
        Assert.Equal("Debian 13", Distribution.Title("trixie"));
    }
}
