using System.Runtime.InteropServices;

namespace Bench.Streaming;

/// <summary>What OpenSSL says about its failures.</summary>
internal static unsafe class OpenSslErrors
{
    /// <exception cref="IOException">The result is that of a failure.</exception>
    public static nint Check(nint result, string call) =>
        result > 0 ? result : throw new IOException($"{call} failed: {Take()}");

    /// <summary>The messages of this thread's error queue, which is empty afterwards.</summary>
    public static string Take()
    {
        List<string> messages = [];
        byte* text = stackalloc byte[256];
        for (nuint error = LibCrypto.ERR_get_error(); error != 0; error = LibCrypto.ERR_get_error())
        {
            LibCrypto.ERR_error_string_n(error, text, 256);
            messages.Add(Marshal.PtrToStringUTF8((nint)text)!);
        }
        return messages.Count == 0 ? "no reason given" : string.Join("; ", messages);
    }
}
