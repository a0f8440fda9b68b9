using Bench.Workloads;

namespace Bench.Tests;

internal static class BadInput
{
    /// <returns>Why the bytes are no picture.</returns>
    internal static string Message(ReadOnlySpan<byte> file)
    {
        try
        {
            Picture.Decode(file);
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
        throw new Xunit.Sdk.XunitException("the bytes were read as a picture");
    }
}
