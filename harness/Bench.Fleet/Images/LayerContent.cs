using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bench.Fleet.Images;

/// <summary>What goes into one layer: every name once, with the folders above it, in one order wherever it was made.</summary>
/// <param name="name">For people.</param>
internal sealed class LayerContent(string name)
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly SortedDictionary<string, LayerEntry> _entries = new(StringComparer.Ordinal);

    internal string Name => name;

    internal IReadOnlyCollection<LayerEntry> Entries => _entries.Values;

    internal bool Has(string path) => _entries.ContainsKey(Relative(path));

    /// <summary>Folders are needed again above what each layer adds; all else that a lower layer has is left out.</summary>
    internal void Leave(LayerContent lower)
    {
        foreach (LayerEntry entry in lower.Entries)
            if (entry is not LayerEntry.Folder)
                _entries.Remove(entry.Path);
    }

    internal void AddText(string text, string path) => Add(new LayerEntry.Text(Relative(path), Encoding.UTF8.GetBytes(text)));

    internal void AddLink(string path, string target) => Add(new LayerEntry.Link(Relative(path), target));

    internal void AddFolder(string path, bool isShared = false) => Add(new LayerEntry.Folder(Relative(path), isShared));

    /// <summary>A file, a link or a folder without its contents, as it is on this machine. What is not there is passed over.</summary>
    internal void AddAsItIs(string source, string path)
    {
        FileInfo file = new(source);
        if (file.LinkTarget is string target)
            AddLink(path, target);
        else if (Directory.Exists(source))
            AddFolder(path);
        else if (file.Exists)
            Add(new LayerEntry.File(Relative(path), source, file.Length, file.LastWriteTimeUtc, (file.UnixFileMode & AnyExecute) != 0));
    }

    /// <summary>A folder with all that is in it.</summary>
    internal void AddTree(string source, string path)
    {
        AddFolder(path);
        foreach (string inner in Directory.EnumerateFileSystemEntries(source, "*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            string at = $"{path}/{Path.GetFileName(inner)}";
            if (new FileInfo(inner).LinkTarget is null && Directory.Exists(inner))
                AddTree(inner, at);
            else
                AddAsItIs(inner, at);
        }
    }

    /// <summary>Digest of what decides the layer, without reading files that lie still: it is of use on this machine alone.</summary>
    internal string Fingerprint()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (LayerEntry entry in Entries)
            hash.AppendData(Encoding.UTF8.GetBytes(entry switch
            {
                LayerEntry.File file => string.Create(CultureInfo.InvariantCulture, $"file\0{file.Path}\0{file.Source}\0{file.Bytes}\0{file.ModifiedAt.Ticks}\0{file.IsExecutable}\n"),
                LayerEntry.Text text => $"text\0{text.Path}\0{Convert.ToHexString(SHA256.HashData(text.Content))}\n",
                LayerEntry.Link link => $"link\0{link.Path}\0{link.Target}\n",
                LayerEntry.Folder folder => $"folder\0{folder.Path}\0{folder.IsShared}\n",
                _ => throw new InvalidOperationException($"{entry.GetType().Name} has no fingerprint"),
            }));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Add(LayerEntry entry)
    {
        // The first one stays: what is listed twice is the same, or a folder that is there with its own rights.
        if (entry.Path.Length == 0 || !_entries.TryAdd(entry.Path, entry))
            return;
        for (int slash = entry.Path.LastIndexOf('/'); slash > 0; slash = entry.Path.LastIndexOf('/', slash - 1))
            if (!_entries.TryAdd(entry.Path[..slash], new LayerEntry.Folder(entry.Path[..slash])))
                break;
    }

    private static string Relative(string path) => path.Trim('/');
}
