using Bench.Fleet.Images;

namespace Bench.Tests;

public sealed class LayerContentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_folder_stands_before_what_is_in_it()
    {
        LayerContent content = new("test");
        content.AddText("", "/a/b/c");
        content.AddText("", "/a/b-c");
        content.AddText("", "/a.b");

        Assert.Equal(["a", "a.b", "a/b", "a/b-c", "a/b/c"], content.Entries.Select(static one => one.Path));
    }

    [Fact]
    public void A_tree_is_taken_with_its_links_as_they_are()
    {
        _folder.Write("tree/bin/program", "x");
        File.CreateSymbolicLink(_folder["tree/bin/alias"], "program");
        File.CreateSymbolicLink(_folder["tree/lib"], "bin");
        _folder.Write("tree/.hidden", "x");
        LayerContent content = new("test");
        content.AddTree(_folder["tree"], "/opt/tree");

        Assert.Equal(["opt", "opt/tree", "opt/tree/.hidden", "opt/tree/bin", "opt/tree/bin/alias", "opt/tree/bin/program", "opt/tree/lib"], content.Entries.Select(static one => one.Path));
        Assert.Equal(["program", "bin"], content.Entries.OfType<LayerEntry.Link>().Select(static one => one.Target));
    }

    [Fact]
    public void A_folder_that_is_a_link_here_is_taken_with_what_it_leads_to()
    {
        _folder.Write("real/file", "x");
        File.CreateSymbolicLink(_folder["alias"], "real");
        LayerContent content = new("test");
        content.AddTree(_folder["alias"], "/opt/alias");

        Assert.Equal([new LayerEntry.Folder("opt"), new LayerEntry.Folder("opt/alias")], content.Entries.Take(2));
        Assert.Equal("opt/alias/file", content.Entries.Last().Path);
    }

    [Fact]
    public void What_a_lower_layer_has_is_left_out_but_for_folders()
    {
        LayerContent lower = new("lower"), upper = new("upper");
        lower.AddText("", "/usr/lib/libc.so");
        upper.AddText("", "/usr/lib/libc.so");
        upper.AddText("", "/usr/lib/libm.so");
        upper.Leave(lower);

        Assert.Equal(["usr", "usr/lib", "usr/lib/libm.so"], upper.Entries.Select(static one => one.Path));
    }

    [Fact]
    public void What_is_not_there_is_passed_over()
    {
        LayerContent content = new("test");
        content.AddAsItIs(_folder["nothing"], "/nothing");

        Assert.Empty(content.Entries);
    }

    [Fact]
    public void A_fingerprint_tells_contents_apart_by_what_can_be_seen_without_reading_them()
    {
        _folder.Write("file", "one");
        string before = Fingerprint();
        Assert.Equal(before, Fingerprint());

        File.SetLastWriteTimeUtc(_folder["file"], DateTime.UtcNow.AddHours(1));
        string later = Fingerprint();
        File.SetUnixFileMode(_folder["file"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Equal(3, new HashSet<string> { before, later, Fingerprint() }.Count);
    }

    private string Fingerprint()
    {
        LayerContent content = new("test");
        content.AddAsItIs(_folder["file"], "/file");
        return content.Fingerprint();
    }
}
