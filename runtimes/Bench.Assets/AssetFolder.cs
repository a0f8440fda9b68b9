using Bench.Core;

namespace Bench.Assets;

/// <summary>A tool's folder below .tools: files of a package, and what is made of them.</summary>
internal static class AssetFolder
{
    /// <summary>Replaces the folder, or leaves it as it was.</summary>
    /// <param name="package">A tar file; with the extension .tgz, a compressed one.</param>
    /// <exception cref="InvalidDataException">The package lacks a file, has another than the known one, or one that nothing can be made of.</exception>
    public static void Make(string tool, Extraction extract, string package, string root)
    {
        string into = Path.Combine(root, extract.Into), draft = into + ".new";
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        try
        {
            PackageFiles.Extract(package, extract.Files, draft);
            foreach (IAssetMaker maker in Implementations.Of<IAssetMaker>(typeof(AssetFolder).Assembly))
                if (maker.Tool == tool)
                    maker.Make(draft);
            if (Directory.Exists(into))
                Directory.Delete(into, recursive: true);
            Directory.Move(draft, into);
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }
    }
}
