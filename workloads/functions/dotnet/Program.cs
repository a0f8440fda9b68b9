using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Bench.Functions;

/// <summary>A function as a program of its own: frames on standard input and output, as ../README.md describes them.</summary>
internal static partial class Program
{
    private const int Header = 8, MostBytes = 64 << 20, ExitUsage = 2;
    private const uint Done = 0xFFFFFFFF, Observed = 0xFFFFFFFE;

    private static int Main(string[] args)
    {
        if (args is not [string name] || FunctionTable.Create(name) is not IStreamFunction function)
        {
            Console.Error.WriteLine($"give one function: {string.Join(", ", FunctionTable.Names)}");
            return ExitUsage;
        }
        using Stream input = Console.OpenStandardInput(), output = Console.OpenStandardOutput();
        Frames answer = new();
        answer.Put(Observed, [.. function.ObservedTags]);
        answer.WriteTo(output);
        byte[] message = new byte[1 << 16];
        Span<byte> times = stackalloc byte[2 * sizeof(long)];
        while (input.ReadAtLeast(message.AsSpan(0, Header), Header, throwOnEndOfStream: false) == Header)
        {
            int size = BinaryPrimitives.ReadInt32LittleEndian(message);
            byte tag = message[4];
            if (size is < 0 or > MostBytes)
                Fail("a message is larger than 64 MiB");
            if (message.Length < size)
                message = new byte[size];
            input.ReadExactly(message, 0, size);
            BinaryPrimitives.WriteInt64LittleEndian(times, Stopwatch.GetTimestamp());
            try
            {
                function.Handle(tag, message.AsSpan(0, size), answer);
            }
            catch (FormatException e)
            {
                Fail(e.Message);
            }
            BinaryPrimitives.WriteInt64LittleEndian(times[sizeof(long)..], Stopwatch.GetTimestamp());
            answer.Put(Done, times);
            answer.WriteTo(output);
        }
        return 0;
    }

    /// <summary>Gives the message up, and the program with it, as the C programs do.</summary>
    private static void Fail(string reason)
    {
        Console.Error.WriteLine(reason);
        Abort();
    }

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void Abort();

    /// <summary>Everything that answers a message goes out in one write: each one wakes the host up.</summary>
    private sealed class Frames : IReplies
    {
        private byte[] _bytes = new byte[1 << 12];
        private int _used;

        public void Reply(byte tag, ReadOnlySpan<byte> data) => Put(tag, data);

        internal void Put(uint tag, ReadOnlySpan<byte> data)
        {
            int needed = _used + Header + data.Length;
            if (_bytes.Length < needed)
                Array.Resize(ref _bytes, Math.Max(needed, 2 * _bytes.Length));
            BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_used), data.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_used + sizeof(uint)), tag);
            data.CopyTo(_bytes.AsSpan(_used + Header));
            _used = needed;
        }

        internal void WriteTo(Stream output)
        {
            output.Write(_bytes, 0, _used);
            output.Flush();
            _used = 0;
        }
    }
}
