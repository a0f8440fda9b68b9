using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Bench.Y3;

internal static class PipeReaderExtensions
{
    /// <summary>What comes, each part until the next is asked for; a read is made when the parts of the one before have been gone through. Leaves the reader to be completed.</summary>
    /// <exception cref="OperationCanceledException">Also if somebody calls <see cref="PipeReader.CancelPendingRead"/>.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(this PipeReader source, [EnumeratorCancellation] CancellationToken ct)
    {
        ReadResult read;
        do
        {
            read = await source.ReadAsync(ct);
            if (read.IsCanceled)
                throw new OperationCanceledException("a pending read of the stream was cancelled");
            foreach (ReadOnlyMemory<byte> chunk in read.Buffer)
                yield return chunk;
            source.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
    }
}
