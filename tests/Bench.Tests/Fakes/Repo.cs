namespace Bench.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repo
{
    internal static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        throw new InvalidOperationException($"no checkout above {AppContext.BaseDirectory}");
    }
}
