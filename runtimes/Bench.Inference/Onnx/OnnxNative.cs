using System.Runtime.InteropServices;

namespace Bench.Inference;

/// <summary>The loaded library: its functions, and what a process has one of.</summary>
internal sealed unsafe class OnnxNative
{
    /// <summary>ORT_LOGGING_LEVEL_FATAL: errors come back as statuses, and the process's standard error belongs to others.</summary>
    private const int LogFatalOnly = 4;

    private OnnxNative(void** table, string version)
    {
        Api = new OnnxApi(table);
        Version = version;
        nint made;
        fixed (byte* name = "bench"u8)
            Check(Api.CreateEnvironment(LogFatalOnly, name, &made));
        Environment = made;
        Check(Api.DefaultAllocator(&made));
        Allocator = made;
        Check(Api.CreateCpuMemory(0, 0, &made));
        CpuMemory = made;
    }

    internal OnnxApi Api { get; }
    internal string Version { get; }

    // For as long as the process lives.
    internal nint Environment { get; }
    internal nint Allocator { get; }
    internal nint CpuMemory { get; }

    /// <returns>Null with the reason in <paramref name="fault"/> when the file is no such library, or one that is too old.</returns>
    internal static OnnxNative? Load(string file, out string? fault)
    {
        fault = null;
        if (!NativeLibrary.TryLoad(file, out nint library) || !NativeLibrary.TryGetExport(library, "OrtGetApiBase", out nint entry))
        {
            fault = $"{Path.GetFileName(file)} cannot be loaded, or is not ONNX Runtime";
            return null;
        }
        // OrtApiBase: GetApi and GetVersionString.
        void** known = ((delegate* unmanaged[Cdecl]<void**>)entry)();
        string version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)known[1])()) ?? "";
        void** table = ((delegate* unmanaged[Cdecl]<uint, void**>)known[0])(OnnxApi.Version);
        if (table == null)
        {
            fault = $"ONNX Runtime {version} is older than 1.{OnnxApi.Version}";
            return null;
        }
        return new OnnxNative(table, version);
    }

    /// <param name="doing">Begins the message, such as "the model is refused".</param>
    /// <exception cref="OnnxException">The status is an error.</exception>
    internal void Check(nint status, string doing = "ONNX Runtime failed")
    {
        if (status == 0)
            return;
        string message = Marshal.PtrToStringUTF8((nint)Api.GetErrorMessage(status)) ?? "it does not say why";
        Api.ReleaseStatus(status);
        throw new OnnxException($"{doing}: {OneLine(message)}");
    }

    private static string OneLine(string message)
    {
        const int Most = 300;
        string line = message.ReplaceLineEndings(" ").Trim();
        return line.Length <= Most ? line : $"{line[..Most]}…";
    }
}
