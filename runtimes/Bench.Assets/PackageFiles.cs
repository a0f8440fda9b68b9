using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bench.Core;

namespace Bench.Assets;

/// <summary>Takes single files out of a tar file, without unpacking the others.</summary>
internal static class PackageFiles
{
    private const string Notices = "notices/";

    /// <summary>For this machine's architecture.</summary>
    /// <exception cref="InvalidDataException">A file is not there, or not the known one.</exception>
    public static void Extract(string package, IReadOnlyList<ExtractedFile> files, string folder)
    {
        string architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        Dictionary<string, ExtractedFile> wanted = files.Where(file => file.Architecture is null || file.Architecture == architecture).ToDictionary(static file => file.Path);
        if (wanted.Values.All(static file => file.As.StartsWith(Notices, StringComparison.Ordinal)))
            throw new InvalidDataException($"the package has nothing for {architecture}");

        using FileStream stored = File.OpenRead(package);
        using Stream content = Path.GetExtension(package) == ".tgz" ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        using TarReader entries = new(content);
        while (wanted.Count > 0 && entries.GetNextEntry() is TarEntry entry)
            if (entry.DataStream is Stream data && wanted.Remove(KeyOf(entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name, wanted), out ExtractedFile? file))
                Save(data, file, folder);
        if (wanted.Count > 0)
            throw new InvalidDataException($"the package lacks {string.Join(", ", wanted.Keys.Order(StringComparer.Ordinal))}");
    }

    /// <summary>The wanted path that a name fits; the name itself where none does.</summary>
    private static string KeyOf(string name, Dictionary<string, ExtractedFile> wanted) =>
        wanted.Keys.FirstOrDefault(path => path.Split('*') is [string before, string after]
            && name.StartsWith(before, StringComparison.Ordinal) && name[before.Length..].EndsWith(after, StringComparison.Ordinal)) ?? name;

    private static void Save(Stream data, ExtractedFile file, string folder)
    {
        string target = Path.Combine(folder, file.As);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using FileStream saved = new(target, FileMode.Create, FileAccess.ReadWrite);
        data.CopyTo(saved);
        saved.Position = 0;
        string found = Convert.ToHexStringLower(SHA256.HashData(saved));
        if (file.Sha256 is string known && found != known)
            throw new InvalidDataException($"{file.Path} is not the file that is known: its SHA-256 is {found}, expected {known}");
    }
}
