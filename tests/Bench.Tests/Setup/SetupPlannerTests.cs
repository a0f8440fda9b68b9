using Bench.Backends.Setup;
using Bench.Core;

namespace Bench.Tests.Setup;

public sealed class SetupPlannerTests
{
    private static readonly ToolCatalog s_catalog = ToolCatalog.Load(Checkout.Layout.ToolsFile);

    /// <summary>What a machine with nothing but the .NET SDK lacks.</summary>
    private static readonly Tool[] s_everything = [.. s_catalog.All.Where(static tool => tool.Install is { ByDefault: true } || tool.Id == "npm")];

    private static readonly AptSource s_bookworm = Assert.Single(AptSources.ParseStanzas(
        "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n"));
    private static readonly AptSource s_trixie = s_bookworm with { Suites = ["trixie"] };

    private static readonly SetupHost s_debian12 = new()
    {
        Distribution = new Distribution("debian", "Debian GNU/Linux 12 (bookworm)", "bookworm"),
        Privilege = Privilege.Root,
        HasApt = true,
        Sources = [(s_bookworm, false)],
    };

    private static readonly SetupHost s_debian13 = s_debian12 with
    {
        Distribution = new Distribution("debian", "Debian GNU/Linux 13 (trixie)", "trixie"),
        Sources = [(s_trixie, false)],
    };

    private static readonly SetupHost s_ubuntu = s_debian12 with
    {
        Distribution = new Distribution("ubuntu", "Ubuntu 24.04.3 LTS", "noble"),
        Sources = [],
        KnownPackages = new HashSet<string> { "clang-19", "lld-19", "wasi-libc", "libclang-rt-19-dev-wasm32", "gcc", "libc6-dev", "wabt", "docker.io", "nodejs", "npm", "fonts-dejavu-core", "libstb-dev", "python3-skimage" },
    };

    [Fact]
    public void On_Debian_12_the_newer_suite_is_added_first() => StoredFile.Holds("setup-debian12.txt", Script(s_debian12));

    [Fact]
    public void On_Debian_13_nothing_is_added() => StoredFile.Holds("setup-debian13.txt", Script(s_debian13));

    [Fact]
    public void With_sudo_each_command_that_needs_it_says_so() => StoredFile.Holds("setup-debian12-sudo.txt", Script(s_debian12 with { Privilege = Privilege.Sudo }));

    [Fact]
    public void On_other_systems_what_apt_knows_is_installed_and_the_rest_named() => StoredFile.Holds("setup-ubuntu.txt", Script(s_ubuntu));

    [Fact]
    public void Without_rights_files_of_packages_are_taken_and_each_other_tool_has_its_reason() => StoredFile.Holds("setup-no-rights.txt", Script(s_debian12 with { Privilege = Privilege.None }));

    [Fact]
    public void Without_rights_npm_packages_are_still_installed_where_npm_is_there()
    {
        SetupPlan plan = SetupPlanner.Plan(s_debian12 with { Privilege = Privilege.None }, [s_catalog["clang"], s_catalog["bun"]]);
        Assert.Equal(["bun"], Assert.Single(plan.Steps).Tools.Select(static tool => tool.Id));
        Assert.Equal(["clang"], plan.Unavailable.Select(static one => one.Tool.Id));
    }

    [Fact]
    public void Nothing_missing_is_nothing_to_do() => Assert.Equal("", SetupPlanner.Plan(s_debian12, []).Script);

    [Fact]
    public void A_suite_that_is_there_already_is_not_added_again()
    {
        SetupPlan plan = SetupPlanner.Plan(s_debian12 with { Sources = [(s_bookworm, false), (s_trixie, true)], HasPreferences = true }, [s_catalog["wabt"]]);
        Assert.DoesNotContain(plan.Steps, static step => step is SetupStep.Write);
        Assert.Contains("-t trixie wabt", plan.Script);
    }

    [Fact]
    public void Packages_that_the_own_suite_has_come_from_it()
    {
        SetupPlan plan = SetupPlanner.Plan(s_debian12, [s_catalog["perf"]]);
        Assert.Equal(2, plan.Steps.Count);
        Assert.DoesNotContain("trixie", plan.Script);
    }

    [Fact]
    public void Without_rights_a_package_of_the_newer_suite_is_taken_where_apt_has_a_source_for_it()
    {
        SetupHost host = s_debian12 with { Privilege = Privilege.None };
        Assert.Contains("needs root", Assert.Single(SetupPlanner.Plan(host, [s_catalog["stb"]]).Unavailable).Reason);
        SetupPlan plan = SetupPlanner.Plan(host with { Sources = [(s_bookworm, false), (s_trixie, true)] }, [s_catalog["stb"]]);
        Assert.Equal(2, plan.Steps.Count);
        Assert.Contains("apt-get -t trixie download libstb-dev", plan.Script);
        Assert.Empty(plan.Unavailable);
    }

    [Fact]
    public void A_kernel_is_taken_out_of_the_package_that_another_one_names_as_the_current_one()
    {
        SetupPlan plan = SetupPlanner.Plan(s_debian12 with { Privilege = Privilege.None }, [s_catalog["vm-kernel"]]);
        Assert.Empty(plan.Unavailable);
        Assert.Contains("apt-get download $(apt-cache depends linux-image-cloud-amd64 | ", plan.Script, StringComparison.Ordinal);
        Assert.DoesNotContain("SHA-256", plan.Script, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_made_of_a_package_waits_for_its_download()
    {
        SetupStep.Run[] steps = [.. SetupPlanner.Plan(s_debian13, [s_catalog["npm"], s_catalog["blazeface"]]).Steps.OfType<SetupStep.Run>().TakeLast(2)];
        Assert.Equal(["npm", "blazeface"], steps.Select(static step => step.By!.Id));
    }

    [Theory]
    [InlineData("bullseye", "needs Debian 13, and this is Debian 11")]
    [InlineData("bookworm", "no source for bookworm main")]
    public void An_older_Debian_and_one_without_sources_are_told_why(string suite, string reason)
    {
        SetupPlan plan = SetupPlanner.Plan(s_debian12 with { Distribution = new Distribution("debian", "", suite), Sources = [] }, [s_catalog["wabt"]]);
        Assert.Empty(plan.Steps);
        Assert.Contains(reason, Assert.Single(plan.Unavailable).Reason);
    }

    [Fact]
    public void Without_apt_the_system_s_own_package_manager_is_pointed_to() =>
        Assert.Contains("own package manager", Assert.Single(SetupPlanner.Plan(s_ubuntu with { HasApt = false }, [s_catalog["gcc"]]).Unavailable).Reason);

    private static string Script(SetupHost host) => SetupPlanner.Plan(host, s_everything).Script;
}
