using System.Formats.Tar;
using System.Text;
using Bench.Core;
using Bench.Fleet.Images;

namespace Bench.Tests;

public sealed class TarEncoderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_written_is_what_a_reader_of_tar_files_finds()
    {
        LayerContent content = new("test");
        File.SetUnixFileMode(_folder.Write("program", "#!/bin/sh\n"), (UnixFileMode)0b111_101_101);
        content.AddAsItIs(_folder["program"], "/usr/bin/program");
        content.AddText("root:x:0:\n", "/etc/group");
        content.AddLink("/bin", "usr/bin");
        content.AddFolder("/tmp", isShared: true);

        Assert.Equal(
            ["link bin 777 -> usr/bin", "folder etc/ 755", "file etc/group 644 [root:x:0:|]", "folder tmp/ 1777", "folder usr/ 755", "folder usr/bin/ 755", "file usr/bin/program 755 [#!/bin/sh|]"],
            Listed(await WriteAsync(content)));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(155)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public async Task A_name_of_any_length_comes_back_whole(int length)
    {
        LayerContent flat = new("test"), deep = new("test");
        flat.AddText("x", new string('a', Math.Min(length, 250)));
        string path = string.Concat(Enumerable.Repeat("folder/", (length / 7) + 1))[..(length - 1)].TrimEnd('/') + "z";
        deep.AddText("x", path);

        Assert.Equal(new string('a', Math.Min(length, 250)), Names(await WriteAsync(flat))[^1]);
        Assert.Equal(path, Names(await WriteAsync(deep))[^1]);
    }

    [Fact]
    public async Task Long_targets_of_links_and_names_beyond_ASCII_come_back_whole()
    {
        LayerContent content = new("test");
        string target = "/usr/share/" + new string('t', 200);
        content.AddLink("long", target);
        content.AddText("gold", "etc/NetLock_Arany_(Class_Gold)_Főtanúsítvány.crt");

        TarEntry[] entries = Entries(await WriteAsync(content));
        Assert.Equal(target, entries.Single(static one => one.Name == "long").LinkName);
        Assert.Contains(entries, static one => one.Name == "etc/NetLock_Arany_(Class_Gold)_Főtanúsítvány.crt");
    }

    [Fact]
    public async Task Neither_times_nor_owners_nor_the_order_of_adding_make_other_bytes()
    {
        string[] names = ["b", "a/inner", "a-b", "a/" + new string('x', 300)];
        byte[][] written = new byte[2][];
        for (int round = 0; round < 2; round++)
        {
            LayerContent content = new("test");
            foreach (string name in round == 0 ? names : [.. names.Reverse()])
            {
                string file = _folder.Write($"{round}/{name[..Math.Min(name.Length, 20)]}", "same");
                File.SetLastWriteTimeUtc(file, new DateTime(2001 + round, 2, 3, 4, 5, 6, DateTimeKind.Utc));
                content.AddAsItIs(file, name);
            }
            written[round] = await WriteAsync(content);
        }

        Assert.Equal(written[0], written[1]);
        Assert.All(Entries(written[0]), static one => Assert.Equal((DateTimeOffset.UnixEpoch, 0, 0), (one.ModificationTime, one.Uid, one.Gid)));
    }

    [Fact]
    public async Task The_tar_of_the_system_unpacks_it()
    {
        LayerContent content = new("test");
        content.AddText("deep", string.Join('/', Enumerable.Repeat("a-folder-with-a-name", 20)) + "/file");
        content.AddLink("link", "elsewhere");
        await File.WriteAllBytesAsync(_folder["test.tar"], await WriteAsync(content));
        Directory.CreateDirectory(_folder["out"]);

        CapturedOutput tar = await ChildProcess.CaptureAsync(Command.Of("tar", "-xf", _folder["test.tar"], "-C", _folder["out"]), TimeSpan.FromSeconds(30), CancellationToken.None);

        Assert.True(tar.Succeeded && tar.Stderr.Length == 0, tar.Describe());
        Assert.Equal("elsewhere", new FileInfo(_folder["out/link"]).LinkTarget);
        Assert.Equal("deep", File.ReadAllText(Directory.EnumerateFiles(_folder["out"], "file", SearchOption.AllDirectories).Single()));
    }

    [Fact]
    public async Task A_file_that_grew_since_it_was_listed_is_not_written_half()
    {
        LayerContent content = new("test");
        content.AddAsItIs(_folder.Write("file", "short"), "file");
        _folder.Write("file", "rather longer");

        Assert.Contains("was 5 bytes long and is 13 now", (await Assert.ThrowsAsync<IOException>(() => WriteAsync(content))).Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> WriteAsync(LayerContent content)
    {
        using MemoryStream output = new();
        TarEncoder tar = new(output);
        foreach (LayerEntry entry in content.Entries)
            await tar.WriteAsync(entry, CancellationToken.None);
        await tar.FinishAsync(CancellationToken.None);
        return output.ToArray();
    }

    private static TarEntry[] Entries(byte[] tar)
    {
        List<TarEntry> entries = [];
        using TarReader reader = new(new MemoryStream(tar));
        while (reader.GetNextEntry(copyData: true) is TarEntry entry)
            entries.Add(entry);
        return [.. entries];
    }

    private static string[] Names(byte[] tar) => [.. Entries(tar).Select(static one => one.Name)];

    private static IEnumerable<string> Listed(byte[] tar) => Entries(tar).Select(static one => one.EntryType switch
    {
        TarEntryType.Directory => $"folder {one.Name} {Octal(one)}",
        TarEntryType.SymbolicLink => $"link {one.Name} {Octal(one)} -> {one.LinkName}",
        _ => $"file {one.Name} {Octal(one)} [{new StreamReader(one.DataStream!, Encoding.UTF8).ReadToEnd().Replace('\n', '|')}]",
    });

    private static string Octal(TarEntry entry) => Convert.ToString((int)entry.Mode, 8);
}
