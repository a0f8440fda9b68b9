namespace Bench.Cli;

/// <summary>Paths as a person would type them.</summary>
internal static class ShownPath
{
    /// <summary>Relative inside the current folder, absolute outside of it.</summary>
    internal static string Of(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(path) : relative;
    }
}
