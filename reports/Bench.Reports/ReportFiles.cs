using Bench.Core;

namespace Bench.Reports;

/// <summary>Puts what formats rendered into a folder.</summary>
public static class ReportFiles
{
    /// <returns>The paths, in the order of the files.</returns>
    /// <exception cref="UsageException">The folder cannot be written.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(IEnumerable<ReportFile> files, string folder, CancellationToken ct)
    {
        List<string> paths = [];
        try
        {
            foreach (ReportFile file in files)
            {
                string path = Path.Combine(folder, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllBytesAsync(path, file.Content, ct);
                paths.Add(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write the report: {e.Message}", e);
        }
        return paths;
    }
}
