using System.Reflection;

namespace Bench.Workloads;

/// <summary>Files that the build put into the program: those beside kernels, and those that set-up fetched.</summary>
internal static class EmbeddedAsset
{
    /// <param name="name">Folder and file, such as <c>images/cat.png</c>.</param>
    /// <exception cref="InvalidDataException">It was not there when the program was built.</exception>
    public static byte[] Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"assets/{name}")
            ?? throw new InvalidDataException($"{name} was not built in; ./bench setup fetches it");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
