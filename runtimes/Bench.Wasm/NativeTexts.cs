using System.Runtime.InteropServices;

namespace Bench.Wasm;

/// <summary>Texts as C has them: an array of addresses that ends with null, each of bytes that end with a zero.</summary>
internal sealed unsafe class NativeTexts : IDisposable
{
    private readonly int _count;

    internal NativeTexts(IReadOnlyList<string> texts)
    {
        _count = texts.Count;
        First = (byte**)NativeMemory.AllocZeroed((nuint)_count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < _count; i++)
            First[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
    }

    internal byte** First { get; }

    public void Dispose()
    {
        for (int i = 0; i < _count; i++)
            Marshal.FreeCoTaskMem((nint)First[i]);
        NativeMemory.Free(First);
    }
}
