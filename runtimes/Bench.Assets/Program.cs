using Bench.Core;

namespace Bench.Assets;

internal static class Program
{
    private static int Main(string[] args)
    {
        try
        {
            if (args.Length != 2)
                throw new UsageException("usage: Bench.Assets TOOL FOLDER; FOLDER holds the package that tools.json takes the tool's files out of, and is removed");
            RepoLayout layout = RepoLayout.Find(AppContext.BaseDirectory);
            Tool tool = ToolCatalog.Load(layout.ToolsFile).All.FirstOrDefault(one => one.Id == args[0] && one.Install?.Extract is not null)
                ?? throw new UsageException($"tools.json extracts nothing for '{args[0]}'");
            AssetFolder.Make(tool.Id, tool.Install!.Extract!, PackageIn(args[1]), layout.Root);
            Directory.Delete(args[1], recursive: true);
            return 0;
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static string PackageIn(string folder)
    {
        string[] packages = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Where(static file => Path.GetExtension(file) is ".tgz" or ".tar")] : [];
        return packages is [string one] ? one : throw new UsageException($"{folder} holds {packages.Length} files that end in .tgz or .tar, expected one");
    }
}
