namespace Bench.Inference;

/// <summary>ONNX Runtime's library on this machine.</summary>
public static class OnnxRuntime
{
    /// <summary>Path of the library, instead of the one that set-up installed.</summary>
    public const string PathVariable = "BENCH_ONNXRUNTIME";

    private const string InstalledAt = ".tools/onnxruntime/libonnxruntime.so.1";

    private static readonly Lazy<(OnnxNative? Native, string? Missing)> s_loaded = new(Load);

    /// <summary>Null when it is there; otherwise what is missing and how to get it, in one line.</summary>
    public static string? Missing => s_loaded.Value.Missing;

    /// <exception cref="OnnxException">The library is not there.</exception>
    public static string Version => Native.Version;

    /// <exception cref="OnnxException">The library is not there.</exception>
    internal static OnnxNative Native => s_loaded.Value.Native ?? throw new OnnxException(Missing!);

    private static (OnnxNative? Native, string? Missing) Load() =>
        Locate() is not string file ? (null, "libonnxruntime.so.1 is not in .tools/onnxruntime; ./bench setup")
        : !File.Exists(file) ? (null, $"{PathVariable} names {file}, which is not there")
        : OnnxNative.Load(file, out string? fault) is OnnxNative native ? (native, null)
        : (null, $"{fault}; ./bench setup");

    /// <summary>Of the checkout that this program lies in, unless the environment names another one.</summary>
    private static string? Locate()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is string { Length: > 0 } named)
            return named;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, InstalledAt) is string file && File.Exists(file))
                return file;
        return null;
    }
}
