using Bench.Core;
using Bench.Fleet.Images;

namespace Bench.Tests;

public sealed class DpkgDatabaseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_closure_follows_all_kinds_of_dependence_round_and_round()
    {
        Write("""
            Package: program
            Status: install ok installed
            Pre-Depends: loader (>= 2.34)
            Depends: shared:any (>= 1:2.0~rc1), absent | second | third,
             behind-a-line
            Suggests: manual

            Package: loader
            Status: install ok installed
            Depends: program

            Package: shared
            Status: hold ok installed
            Depends: mail-agent

            Package: exim
            Status: install ok installed
            Provides: mail-agent (= 4), other

            Package: second
            Status: install ok installed

            Package: third
            Status: install ok installed

            Package: manual
            Status: install ok installed

            Package: absent
            Status: deinstall ok config-files
            """);

        Assert.Equal(["exim", "loader", "program", "second", "shared"], Database().Closure(["program", "unheard-of"]));
    }

    [Fact]
    public void Files_belong_to_one_package_by_either_name_of_a_merged_folder()
    {
        Write("""
            Package: dash
            Status: install ok installed
            Architecture: amd64

            Package: libc6
            Status: install ok installed
            Architecture: amd64
            """);
        _folder.Write("dpkg/info/dash.list", "/.\n/bin\n/bin/dash\n");
        _folder.Write("dpkg/info/libc6:amd64.list", "/.\n/usr/lib\n/usr/lib/libc.so.6\n");
        Directory.CreateDirectory(_folder["root/usr/bin"]);
        File.CreateSymbolicLink(_folder["root/bin"], "usr/bin");
        DpkgDatabase dpkg = Database();

        Assert.Equal(["/usr/bin", "/usr/bin/dash"], dpkg.FilesOf("dash"));
        Assert.Equal(("dash", "dash", "libc6", null), (dpkg.OwnerOf("/bin/dash"), dpkg.OwnerOf("/usr/bin/dash"), dpkg.OwnerOf("/usr/lib/libc.so.6"), dpkg.OwnerOf("/opt/else")));
        Assert.Equal([("/bin", "usr/bin")], dpkg.MergedFolders);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n:::\n : \nPackage:\n\nStatus: install ok installed\n")]
    [InlineData("Package: x\nPackage: x\nStatus: install ok installed\nDepends: ,|,(((, x | x\nProvides: |,|\n")]
    [InlineData("\0\u0001\u00ff\n\0")]
    public void A_database_of_nonsense_is_read_to_its_end(string status)
    {
        Write(status);
        Assert.InRange(Database().Closure(["x", ""]).Count, 0, 1);
    }

    [Fact]
    public void A_machine_without_dpkg_is_told_so_in_one_line()
    {
        string message = Assert.Throws<UsageException>(Database).Message;
        Assert.StartsWith("an image is put together from packages of Debian or Ubuntu, and dpkg's database cannot be read here: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_system_without_what_a_program_needs_at_least_is_refused_by_name()
    {
        Write("Package: libc6\nStatus: install ok installed\n");
        Assert.EndsWith("dpkg knows no coreutils here", Assert.Throws<UsageException>(() => SystemLayer.Packages(Database())).Message, StringComparison.Ordinal);
    }

    private void Write(string status) => _folder.Write("dpkg/status", status + "\n");

    private DpkgDatabase Database() => new(_folder["dpkg"], _folder["root"]);
}
