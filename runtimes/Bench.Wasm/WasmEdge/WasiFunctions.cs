using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Bench.Wasm;

/// <summary>
/// WASI preview 1 for a guest without arguments, environment, files or input: clocks, random bytes, what it prints, its end.
/// WasmEdge's own would print to this process's standard output.
/// </summary>
/// <remarks>Source: WASI preview 1, witx of wasi_snapshot_preview1.</remarks>
internal static class WasiFunctions
{
    private const string Module = "wasi_snapshot_preview1";

    private const long Success = 0;
    private const long BadDescriptor = 8;
    private const long Fault = 21;
    private const long Invalid = 28;
    private const long NotSeekable = 70;

    private const uint VectorBytes = 8;

    internal static readonly IReadOnlyList<HostFunction> All =
    [
        // wasi-libc ends the program when these fail, even where there is nothing to get.
        Function("args_get", "(i32, i32) -> (i32)", static (_, _) => Success),
        Function("args_sizes_get", "(i32, i32) -> (i32)", NoStrings),
        Function("environ_get", "(i32, i32) -> (i32)", static (_, _) => Success),
        Function("environ_sizes_get", "(i32, i32) -> (i32)", NoStrings),
        Function("clock_res_get", "(i32, i32) -> (i32)", static (guest, arguments) => Put(guest, arguments[1], 1)),
        Function("clock_time_get", "(i32, i64, i32) -> (i32)", ClockTime),
        Function("random_get", "(i32, i32) -> (i32)", Random),
        Function("fd_write", "(i32, i32, i32, i32) -> (i32)", Write),
        Function("proc_exit", "(i32) -> ()", Exit),
        Function("sched_yield", "() -> (i32)", static (_, _) => Success),
        Function("fd_close", "(i32) -> (i32)", static (_, _) => BadDescriptor),
        Function("fd_fdstat_get", "(i32, i32) -> (i32)", StreamStatus),
        Function("fd_fdstat_set_flags", "(i32, i32) -> (i32)", static (_, _) => BadDescriptor),
        // BadDescriptor says that there are no folders; anything else ends the program before its main.
        Function("fd_prestat_get", "(i32, i32) -> (i32)", static (_, _) => BadDescriptor),
        Function("fd_prestat_dir_name", "(i32, i32, i32) -> (i32)", static (_, _) => BadDescriptor),
        Function("fd_read", "(i32, i32, i32, i32) -> (i32)", static (_, _) => BadDescriptor),
        Function("fd_seek", "(i32, i64, i32, i32) -> (i32)", static (_, _) => NotSeekable),
        Function("fd_filestat_get", "(i32, i32) -> (i32)", static (_, _) => BadDescriptor),
        Function("path_open", "(i32, i32, i32, i32, i32, i64, i64, i32, i32) -> (i32)", static (_, _) => BadDescriptor),
        Function("poll_oneoff", "(i32, i32, i32, i32) -> (i32)", static (_, _) => Invalid),
    ];

    private static HostFunction Function(string name, string signature, HostCall<WasmEdgeGuest> call) => HostFunction.Of(Module, name, signature, call);

    private static long NoStrings(WasmEdgeGuest guest, HostArguments arguments) =>
        Put(guest, arguments[0], 0, sizeof(uint)) | Put(guest, arguments[1], 0, sizeof(uint));

    private static long ClockTime(WasmEdgeGuest guest, HostArguments arguments)
    {
        long nanoseconds = arguments[0] switch
        {
            0 => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick,
            1 => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency)),
            _ => -1,
        };
        return nanoseconds < 0 ? Invalid : Put(guest, arguments[2], (ulong)nanoseconds);
    }

    private static long Random(WasmEdgeGuest guest, HostArguments arguments)
    {
        if (!guest.TryMemory(arguments[0], arguments[1], out Span<byte> bytes))
            return Fault;
        RandomNumberGenerator.Fill(bytes);
        return Success;
    }

    private static long Write(WasmEdgeGuest guest, HostArguments arguments)
    {
        if (arguments[0] is not (1 or 2))
            return BadDescriptor;
        uint written = 0;
        for (uint i = 0; i < arguments[2]; i++)
        {
            if (!guest.TryMemory(arguments[1] + (i * VectorBytes), VectorBytes, out Span<byte> vector)
                || !guest.TryMemory(BinaryPrimitives.ReadUInt32LittleEndian(vector), BinaryPrimitives.ReadUInt32LittleEndian(vector[4..]), out Span<byte> bytes))
                return Fault;
            guest.Print(bytes);
            written += (uint)bytes.Length;
        }
        return Put(guest, arguments[3], written, sizeof(uint));
    }

    private static long Exit(WasmEdgeGuest guest, HostArguments arguments)
    {
        guest.Exit((int)arguments[0]);
        return HostFunction.Leave;
    }

    /// <summary>A pipe without rights to seek, to write to: what is printed comes at the newline or when the buffer is full.</summary>
    private static long StreamStatus(WasmEdgeGuest guest, HostArguments arguments)
    {
        const int Size = 24;
        const byte CharacterDevice = 2;
        const ulong Write = 1 << 6;
        if (arguments[0] is not (1 or 2))
            return BadDescriptor;
        if (!guest.TryMemory(arguments[1], Size, out Span<byte> status))
            return Fault;
        status.Clear();
        status[0] = CharacterDevice;
        BinaryPrimitives.WriteUInt64LittleEndian(status[8..], Write);
        return Success;
    }

    private static long Put(WasmEdgeGuest guest, uint address, ulong value, uint size = sizeof(ulong))
    {
        if (!guest.TryMemory(address, size, out Span<byte> bytes))
            return Fault;
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(value >> (8 * i));
        return Success;
    }
}
