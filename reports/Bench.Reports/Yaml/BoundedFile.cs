namespace Bench.Reports;

/// <summary>Files that people name, which may be anything.</summary>
internal static class BoundedFile
{
    private const int Block = 1 << 16;

    /// <returns>Null if there are more bytes than that; nobody is asked for a length, because a pipe or a device has none.</returns>
    internal static byte[]? Read(string file, int most)
    {
        using FileStream stream = File.OpenRead(file);
        using MemoryStream content = new();
        byte[] block = new byte[Block];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            if (content.Length + read > most)
                return null;
            content.Write(block, 0, read);
        }
        return content.ToArray();
    }
}
