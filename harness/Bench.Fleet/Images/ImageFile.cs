using Bench.Core;

namespace Bench.Fleet.Images;

/// <summary>An image as a file.</summary>
public static class ImageFile
{
    /// <summary>Written beside its place and then moved: a file of this name is a whole image.</summary>
    /// <exception cref="UsageException">There is no image, or the file cannot be written.</exception>
    public static async Task WriteAsync(ImageStore store, string file, CancellationToken ct)
    {
        string unfinished = $"{file}.{Environment.ProcessId}.unfinished";
        try
        {
            await using (FileStream output = new(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20))
                await store.WriteArchiveAsync(output, ct);
            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write {file}: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(unfinished))
                File.Delete(unfinished);
        }
    }
}
