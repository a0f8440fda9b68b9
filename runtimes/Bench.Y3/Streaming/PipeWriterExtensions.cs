using System.IO.Pipelines;

namespace Bench.Y3;

internal static class PipeWriterExtensions
{
    /// <summary>What is written between two flushes, at most: a pipe takes any size at once and holds it.</summary>
    private const int LargestPart = 64 * 1024;

    /// <exception cref="OperationCanceledException">Also if somebody calls <see cref="PipeWriter.CancelPendingFlush"/>.</exception>
    public static async ValueTask<FlushResult> FlushNowAsync(this PipeWriter output, CancellationToken ct) =>
        Checked(await output.FlushAsync(ct));

    /// <inheritdoc cref="FlushNowAsync"/>
    public static async ValueTask<FlushResult> WritePartsAsync(this PipeWriter output, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        FlushResult flushed;
        do
        {
            int size = Math.Min(bytes.Length, LargestPart);
            flushed = Checked(await output.WriteAsync(bytes[..size], ct));
            bytes = bytes[size..];
        }
        while (!bytes.IsEmpty && !flushed.IsCompleted);
        return flushed;
    }

    private static FlushResult Checked(FlushResult flushed) =>
        flushed.IsCanceled ? throw new OperationCanceledException("a pending flush of the stream was cancelled") : flushed;
}
