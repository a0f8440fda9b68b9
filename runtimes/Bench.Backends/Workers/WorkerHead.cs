using System.Globalization;
using Bench.Core;

namespace Bench.Backends.Workers;

/// <summary>What the head of a worker's answer says (runtimes/js/workerd/worker.mjs); the body is the two streams, one after the other.</summary>
/// <param name="Trap">Why the program has no exit code; null when it has.</param>
internal sealed record WorkerHead(ExitStatus Exit, string? Trap, long OutputBytes, long ErrorBytes)
{
    /// <summary>As abort() of a native program.</summary>
    internal const int TrapExitCode = 134;

    /// <param name="text">Status line and headers of HTTP/1.1, without the empty line.</param>
    /// <exception cref="IOException">It is not what a worker answers.</exception>
    internal static WorkerHead Parse(string text)
    {
        string[] lines = text.Split("\r\n");
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string[] pair in lines.Skip(1).Select(static line => line.Split(':', 2)).Where(static pair => pair.Length == 2))
            headers[pair[0].Trim()] = pair[1].Trim();
        string? trap = headers.GetValueOrDefault("bench-trap");
        long? code = trap is null ? Number(headers, "bench-exit") : TrapExitCode;
        return lines[0].StartsWith("HTTP/1.1 200", StringComparison.Ordinal) && code is <= int.MaxValue
            && Number(headers, "content-length") is long length && Number(headers, "bench-errors") is long errors && errors <= length
            ? new WorkerHead(new ExitStatus.Exited((int)code.Value), trap, length - errors, errors)
            : throw new IOException($"'{lines[0]}' is no answer of a worker");
    }

    private static long? Number(Dictionary<string, string> headers, string name) =>
        long.TryParse(headers.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
}
