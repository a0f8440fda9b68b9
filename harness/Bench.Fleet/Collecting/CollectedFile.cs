using System.Security.Cryptography;
using Bench.Core;

namespace Bench.Fleet;

/// <summary>A node's run.jsonl at the caller, put together from pieces in whatever order and however often they come.</summary>
internal sealed class CollectedFile : IDisposable
{
    /// <summary>Of pieces that wait for one before them.</summary>
    private const int MostWaiting = 16 << 20;

    private readonly FileStream _file;
    private readonly SortedDictionary<long, ReadOnlyMemory<byte>> _waiting = [];
    private long _waitingBytes;

    private readonly FileStream _lock;

    private CollectedFile(FileStream file, FileStream held) => (_file, _lock) = (file, held);

    /// <summary>Bytes from the beginning without a gap.</summary>
    internal long Length => _file.Length;

    /// <summary>Whether bytes came that differ from those which are there: two runs are mixed up.</summary>
    internal bool Contradicted { get; private set; }

    /// <exception cref="UsageException">The folder cannot be written, or another process collects into it.</exception>
    internal static CollectedFile Open(string folder)
    {
        FileStream? held = null;
        try
        {
            Directory.CreateDirectory(folder);
            held = LockFile.Take(Path.Combine(folder, "collect.lock"));
            return new CollectedFile(new FileStream(RunFolder.RunFile(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0), held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new UsageException($"cannot collect into {folder}: {e.Message}", e);
        }
    }

    /// <exception cref="UsageException">The disk is full.</exception>
    internal void Take(long offset, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            if (offset > Length)
            {
                // Without room it is dropped: the log has it still.
                if (_waitingBytes + bytes.Length <= MostWaiting && _waiting.TryAdd(offset, bytes.ToArray()))
                    _waitingBytes += bytes.Length;
                return;
            }
            Append(offset, bytes);
            while (_waiting.Count > 0 && _waiting.First() is var (start, next) && start <= Length)
            {
                _waiting.Remove(start);
                _waitingBytes -= next.Length;
                Append(start, next);
            }
        }
        catch (IOException e)
        {
            throw new UsageException($"cannot write {_file.Name}: {e.Message}", e);
        }
    }

    /// <exception cref="UsageException">The disk is gone.</exception>
    internal bool IsComplete(long length, string sha256)
    {
        if (Length != length)
            return false;
        try
        {
            _file.Position = 0;
            if (Convert.ToHexStringLower(SHA256.HashData(_file)) != sha256)
                return false;
            // Whoever is told so keeps nothing back: it has to outlast a loss of power here.
            _file.Flush(flushToDisk: true);
            return true;
        }
        catch (IOException e)
        {
            throw new UsageException($"cannot write {_file.Name}: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        bool isEmpty = _file.Length == 0;
        _file.Dispose();
        // A run without a header is none.
        if (isEmpty)
            File.Delete(_file.Name);
        _lock.Dispose();
    }

    private void Append(long offset, ReadOnlyMemory<byte> bytes)
    {
        int known = (int)Math.Min(Length - offset, bytes.Length);
        if (known > 0)
        {
            byte[] here = new byte[known];
            _file.Position = offset;
            _file.ReadExactly(here);
            if (!bytes.Span[..known].SequenceEqual(here))
            {
                Contradicted = true;
                return;
            }
        }
        if (known == bytes.Length)
            return;
        _file.Position = Length;
        _file.Write(bytes.Span[known..]);
    }
}
