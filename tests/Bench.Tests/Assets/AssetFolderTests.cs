using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Bench.Assets;
using Bench.Core;
using Bench.Workloads;

namespace Bench.Tests;

public sealed class AssetFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("package.tgz", "package/a")]
    [InlineData("package.tar", "./package/a")]
    public void Only_what_is_wanted_is_taken_out(string package, string entry)
    {
        Pack(package, (entry, "one"), ("package/b", "two"), ("package/LICENSE", "free"));

        Make(package, Known("package/a", "one", "x"), new ExtractedFile("package/LICENSE", "notices/LICENSE"));

        Assert.Equal(["into/notices/LICENSE", "into/x"], Files());
        Assert.Equal("one", File.ReadAllText(_folder["into/x"]));
    }

    [Fact]
    public void A_star_in_a_path_stands_for_what_changes_with_each_version()
    {
        Pack("package.tar", ("./boot/System.map-6.1", "map"), ("./boot/vmlinuz-6.1", "kernel"), ("./usr/share/doc/linux-6.1/changelog", "changes"), ("./usr/share/doc/linux-6.1/copyright", "free"));

        Make("package.tar", new ExtractedFile("boot/vmlinuz-*", "vmlinuz"), new ExtractedFile("usr/share/doc/linux-*/copyright", "notices/copyright"));

        Assert.Equal(["into/notices/copyright", "into/vmlinuz"], Files());
        Assert.Equal("kernel", File.ReadAllText(_folder["into/vmlinuz"]));
    }

    [Fact]
    public void A_file_that_is_not_the_known_one_leaves_everything_as_it_was()
    {
        _folder.Write("into/x", "of before");
        Pack("package.tgz", ("a", "another"));

        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => Make("package.tgz", Known("a", "one", "x")));

        Assert.Contains("a is not the file that is known: its SHA-256 is ", refusal.Message);
        Assert.Equal(["into/x"], Files());
        Assert.Equal("of before", File.ReadAllText(_folder["into/x"]));
    }

    [Fact]
    public void What_was_in_the_folder_goes()
    {
        _folder.Write("into/old", "");
        _folder.Write("into.new/left", "");
        Pack("package.tgz", ("a", "one"));

        Make("package.tgz", Known("a", "one", "x"));

        Assert.Equal(["into/x"], Files());
    }

    [Fact]
    public void A_package_without_the_file_is_refused()
    {
        Pack("package.tgz", ("b", "two"));

        Assert.Equal("the package lacks a", Assert.Throws<InvalidDataException>(() => Make("package.tgz", Known("a", "one", "x"))).Message);
    }

    [Fact]
    public void A_package_that_is_cut_off_is_refused()
    {
        Pack("package.tgz", ("a", string.Concat(Enumerable.Range(0, 10_000))));
        using (FileStream file = File.OpenWrite(_folder["package.tgz"]))
            file.SetLength(file.Length / 2);

        Exception refusal = Assert.ThrowsAny<Exception>(() => Make("package.tgz", Known("a", "one", "x")));

        Assert.True(refusal is InvalidDataException or IOException, refusal.ToString());
        Assert.Empty(Files());
    }

    [Fact]
    public void The_file_of_this_architecture_is_taken()
    {
        string mine = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        Pack("package.tgz", ("a", "of others"), ("b", "of mine"));

        Make("package.tgz", Known("a", "of others", "x") with { Architecture = "vax" }, Known("b", "of mine", "x") with { Architecture = mine });

        Assert.Equal("of mine", File.ReadAllText(_folder["into/x"]));
        Assert.Contains("nothing for", Assert.Throws<InvalidDataException>(() => Make("package.tgz", Known("a", "of others", "x") with { Architecture = "vax" })).Message);
    }

    [Fact]
    public void Crops_are_cut_and_mirrored()
    {
        Picture whole = new(4, 3);
        for (int i = 0; i < whole.Rgb.Length; i++)
            whole.Rgb[i] = (byte)i;

        Assert.Equal([15, 16, 17, 18, 19, 20, 27, 28, 29, 30, 31, 32], FaceImages.Crop(whole, 1, 1, 2, mirrored: false).Rgb);
        Assert.Equal([18, 19, 20, 15, 16, 17, 30, 31, 32, 27, 28, 29], FaceImages.Crop(whole, 1, 1, 2, mirrored: true).Rgb);
        Assert.Throws<InvalidDataException>(() => FaceImages.Crop(whole, 1, 0, 4, mirrored: false));
    }

    private static ExtractedFile Known(string path, string content, string name) => new(path, name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))));

    private void Make(string package, params ExtractedFile[] files) =>
        AssetFolder.Make("of-a-test", new Extraction { Npm = "x@1.0.0", Into = "into", Files = files }, _folder[package], _folder.Path);

    private void Pack(string package, params (string Path, string Content)[] files)
    {
        using FileStream file = File.Create(_folder[package]);
        using Stream content = package.EndsWith(".tgz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using TarWriter tar = new(content);
        foreach ((string path, string text) in files)
        {
            using MemoryStream data = new(Encoding.UTF8.GetBytes(text));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = data });
        }
    }

    private string[] Files() => [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_folder.Path, file)).Where(static file => file.StartsWith("into", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
