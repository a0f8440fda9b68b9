using Bench.Backends.Setup;

namespace Bench.Tests.Setup;

public sealed class AptSourcesTests
{
    private const string Stanzas = """
        # See sources.list(5)
        Types: deb deb-src
        # a note in the middle of a stanza
        URIs: http://one.example/debian https://two.example/debian
        Suites: bookworm bookworm-updates
        Components: main contrib
        Architectures: amd64
        Signed-By: /usr/share/keyrings/archive.gpg

        types: deb
        uris: http://one.example/security
        suites: bookworm-security
        components: main
        signed-by:
         -----BEGIN PGP PUBLIC KEY BLOCK-----
         .
         mQINBF
         -----END PGP PUBLIC KEY BLOCK-----

        Enabled: no
        Types: deb
        URIs: http://off.example/debian
        Suites: trixie
        Components: main

        Types: deb
        Suites: incomplete
        """;

    [Fact]
    public void A_stanza_may_have_several_types_addresses_and_suites()
    {
        AptSource source = AptSources.ParseStanzas(Stanzas)[0];
        Assert.Equal(["deb", "deb-src"], source.Types);
        Assert.Equal(["http://one.example/debian", "https://two.example/debian"], source.Uris);
        Assert.Equal(["bookworm", "bookworm-updates"], source.Suites);
        Assert.Equal(["main", "contrib"], source.Components);
        Assert.Equal("/usr/share/keyrings/archive.gpg", source.Options["Signed-By"]);
    }

    [Fact]
    public void A_key_may_stand_in_the_stanza_itself_over_several_lines_and_field_names_in_any_case() =>
        Assert.Equal("\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----", AptSources.ParseStanzas(Stanzas)[1].Options["Signed-By"]);

    [Fact]
    public void Stanzas_that_are_switched_off_or_incomplete_are_left_out() => Assert.Equal(2, AptSources.ParseStanzas(Stanzas).Count);

    [Fact]
    public void The_stanza_of_another_suite_keeps_addresses_key_and_options() => Assert.Equal(
        """
        Types: deb
        URIs: http://one.example/debian https://two.example/debian
        Suites: trixie
        Components: main
        Architectures: amd64
        Signed-By: /usr/share/keyrings/archive.gpg

        """, AptSources.ParseStanzas(Stanzas)[0].StanzaFor("trixie"));

    [Fact]
    public void A_stanza_with_its_key_inside_survives_being_written_and_read_again()
    {
        AptSource source = AptSources.ParseStanzas(Stanzas)[1];
        AptSource again = Assert.Single(AptSources.ParseStanzas(source.StanzaFor("trixie")));
        Assert.Equal(source.Options["Signed-By"], again.Options["Signed-By"], ignoreCase: false);
        Assert.Equal(["trixie"], again.Suites);
    }

    [Theory]
    [InlineData("deb http://one.example/debian bookworm main", "", "")]
    [InlineData("  deb [signed-by=/k.gpg] http://one.example/debian bookworm main contrib # note", "Signed-By", "/k.gpg")]
    [InlineData("deb [ arch=amd64,arm64 trusted=yes ] http://one.example/debian bookworm main", "Architectures", "amd64 arm64")]
    [InlineData("deb [check-valid-until=no] mirror+file:/etc/apt/mirrors/list bookworm main", "Check-Valid-Until", "no")]
    public void One_line_sources_may_have_options_and_a_comment(string line, string option, string value)
    {
        AptSource source = Assert.Single(AptSources.ParseLines(line));
        Assert.True(source.Offers("bookworm"));
        Assert.Equal("main", source.Components[0]);
        Assert.Equal(value, option.Length == 0 ? "" : source.Options[option]);
    }

    [Theory]
    [InlineData("# deb http://one.example/debian bookworm main")]
    [InlineData("deb http://one.example/flat ./")]
    [InlineData("rpm http://one.example/debian bookworm main")]
    [InlineData("")]
    public void Other_lines_are_no_source_of_packages(string line) => Assert.DoesNotContain(AptSources.ParseLines(line), static source => source.Components.Count > 0);

    [Fact]
    public void A_line_of_sources_only_offers_nothing_to_install() =>
        Assert.False(Assert.Single(AptSources.ParseLines("deb-src http://one.example/debian bookworm main")).Offers("bookworm"));

    [Fact]
    public void Files_are_read_in_order_and_those_of_set_up_are_told_apart()
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("bench-");
        try
        {
            string parts = Directory.CreateDirectory(Path.Combine(root.FullName, "etc", "apt", "sources.list.d")).FullName;
            File.WriteAllText(Path.Combine(root.FullName, "etc", "apt", "sources.list"), "deb http://one.example/debian bookworm main\n");
            File.WriteAllText(Path.Combine(parts, "bench-trixie.sources"), "Types: deb\nURIs: http://one.example/debian\nSuites: trixie\nComponents: main\n");
            File.WriteAllText(Path.Combine(parts, "other.list"), "deb http://other.example stable main\n");
            File.WriteAllText(Path.Combine(parts, "other.sources.disabled"), "Types: deb\nURIs: http://off.example\nSuites: sid\nComponents: main\n");
            Assert.Equal([("bookworm", false), ("trixie", true), ("stable", false)],
                AptSources.Read(root.FullName).Select(static pair => (pair.Source.Suites[0], pair.Own)));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
