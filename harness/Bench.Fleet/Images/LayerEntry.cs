namespace Bench.Fleet.Images;

/// <summary>A name in a layer's file system, and what is there.</summary>
/// <param name="Path">Without a leading slash, and without one at the end.</param>
internal abstract record LayerEntry(string Path)
{
    /// <param name="Source">Absolute path of the content on this machine.</param>
    internal sealed record File(string Path, string Source, long Bytes, DateTime ModifiedAt, bool IsExecutable) : LayerEntry(Path);

    internal sealed record Text(string Path, byte[] Content) : LayerEntry(Path);

    /// <param name="Target">As it stands in the link.</param>
    internal sealed record Link(string Path, string Target) : LayerEntry(Path);

    /// <param name="IsShared">Everybody may write there, and remove only what is theirs: /tmp.</param>
    internal sealed record Folder(string Path, bool IsShared = false) : LayerEntry(Path);
}
