using System.IO.Pipelines;

namespace Bench.Tests;

/// <summary>A stream that is made up as it is read. Every read is done at once, so nothing that reads it changes its thread.</summary>
/// <param name="read">Fills what it is given and returns how much that was; 0 is the end.</param>
internal sealed class MadeUpStream(Func<Memory<byte>, int> read) : Stream
{
    private readonly Lock _gate = new();
    private readonly List<(int Reads, TaskCompletionSource Reached)> _waiting = [];
    private int _reads;

    internal int Reads => Volatile.Read(ref _reads);

    internal bool IsDisposed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>One chunk a read.</summary>
    internal static MadeUpStream Of(params IEnumerable<byte[]> chunks)
    {
        IEnumerator<byte[]> next = chunks.GetEnumerator();
        ReadOnlyMemory<byte> rest = default;
        return new MadeUpStream(room =>
        {
            while (rest.IsEmpty)
            {
                if (!next.MoveNext())
                    return 0;
                rest = next.Current;
            }
            ReadOnlyMemory<byte> part = rest[..Math.Min(rest.Length, room.Length)];
            part.CopyTo(room);
            rest = rest[part.Length..];
            return part.Length;
        });
    }

    /// <param name="cuts">Where the bytes are cut into chunks, in any order.</param>
    internal static PipeReader ReaderOf(byte[] bytes, params ReadOnlySpan<int> cuts)
    {
        List<byte[]> chunks = [];
        foreach (ReadOnlyMemory<byte> chunk in Pieces.Of(bytes, cuts))
            chunks.Add(chunk.ToArray());
        return PipeReader.Create(Of(chunks));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _reads++;
            foreach ((int reads, TaskCompletionSource reached) in _waiting)
                if (reads == _reads)
                    reached.SetResult();
        }
        return new ValueTask<int>(read(buffer));
    }

    /// <summary>Done when so many reads have begun.</summary>
    internal Task HasBeenReadAsync(int times)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_reads >= times)
                return Task.CompletedTask;
            _waiting.Add((times, reached));
        }
        return reached.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
