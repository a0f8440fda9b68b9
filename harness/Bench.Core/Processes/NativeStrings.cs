using System.Runtime.InteropServices;
using System.Text;

namespace Bench.Core;

/// <summary>A null-terminated array of C strings, freed together.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly byte** _array;
    private readonly int _count;

    internal NativeStrings(IReadOnlyCollection<string> values)
    {
        _count = values.Count;
        _array = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
        int i = 0;
        try
        {
            foreach (string value in values)
                _array[i++] = Copy(value);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal byte** Pointer => _array;
    internal byte* First => _array[0];

    public void Dispose()
    {
        for (int i = 0; i < _count; i++)
            NativeMemory.Free(_array[i]);
        NativeMemory.Free(_array);
    }

    private static byte* Copy(string value)
    {
        if (value.Contains('\0'))
            throw new ArgumentException($"an argument or variable holds a null character, which would cut it short: '{value.Replace('\0', '\uFFFD')}'", nameof(value));
        int length = Encoding.UTF8.GetByteCount(value);
        byte* copy = (byte*)NativeMemory.Alloc((nuint)length + 1);
        Encoding.UTF8.GetBytes(value, new Span<byte>(copy, length));
        copy[length] = 0;
        return copy;
    }
}
