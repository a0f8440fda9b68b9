using System.Text.Json;

namespace Bench.Core;

/// <summary>Appends to run.jsonl; what was written is on the file before the next process starts.</summary>
public sealed class RunWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly FileStream _lock;

    private RunWriter(FileStream file, FileStream held)
    {
        _file = file;
        _lock = held;
    }

    /// <summary>Raised when rows are on the file, on the writer's own thread.</summary>
    public event Action? Written;

    /// <summary>Makes the folder and writes the header.</summary>
    /// <exception cref="UsageException">The folder cannot be written, or holds a run already.</exception>
    public static RunWriter Create(string folder, RunHeader header) =>
        Guarded(folder, () =>
        {
            Directory.CreateDirectory(folder);
            return Opened(folder, FileMode.CreateNew, file =>
            {
                try
                {
                    Write(file, [RunRow.Of(header)]);
                }
                catch
                {
                    // A run without a header is no run, and would keep the folder from being used for one.
                    File.Delete(file.Name);
                    throw;
                }
            });
        });

    /// <summary>Goes on after the last closed process or outcome: a torn line, and numbers of a process that was not closed, are cut off.</summary>
    /// <exception cref="UsageException">The file cannot be written, has no header, or another process writes it.</exception>
    public static RunWriter Append(string folder) =>
        Guarded(folder, () => Opened(folder, FileMode.Open, CutBackToLastClosingRow));

    /// <summary>Writes what one process showed, closed by its record, in one piece.</summary>
    /// <exception cref="UsageException">The disk is full or gone.</exception>
    public void Write(ProcessRecord process, IEnumerable<Reading> readings) =>
        Write([.. readings.Select(reading => RunRow.Of(reading.Of(process.Case, process.Process))), RunRow.Of(process)]);

    /// <exception cref="UsageException">The disk is full or gone.</exception>
    public void Write(Outcome outcome) => Write([RunRow.Of(outcome)]);

    /// <exception cref="UsageException">The disk is full or gone.</exception>
    public void Write(NoiseRecord noise) => Write([RunRow.Of(noise)]);

    /// <exception cref="UsageException">The disk is full or gone.</exception>
    public void Write(IEnumerable<PlanRecord> plan) => Write([.. plan.Select(RunRow.Of)]);

    /// <exception cref="UsageException">The disk is full or gone.</exception>
    public void Write(IEnumerable<PictureRecord> pictures) => Write([.. pictures.Select(RunRow.Of)]);

    /// <exception cref="UsageException">The disk is full or gone.</exception>
    public void Write(NoteRecord note) => Write([RunRow.Of(note)]);

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private void Write(IReadOnlyList<RunRow> rows)
    {
        Guarded(_file.Name, () =>
        {
            Write(_file, rows);
            return 0;
        });
        Written?.Invoke();
    }

    private static void Write(FileStream file, IReadOnlyList<RunRow> rows)
    {
        using MemoryStream lines = new();
        foreach (RunRow row in rows)
        {
            JsonSerializer.Serialize(lines, row, JsonText.Rows);
            lines.WriteByte((byte)'\n');
        }
        long before = file.Position;
        try
        {
            file.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
        }
        catch (IOException)
        {
            // Half a row would spoil whatever is written after it.
            file.SetLength(before);
            file.Seek(before, SeekOrigin.Begin);
            throw;
        }
    }

    private static RunWriter Opened(string folder, FileMode mode, Action<FileStream> prepare)
    {
        FileStream held = LockFile.Take(Path.Combine(folder, "run.lock"));
        FileStream? file = null;
        try
        {
            file = new FileStream(RunFolder.RunFile(folder), mode, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            prepare(file);
            return new RunWriter(file, held);
        }
        catch
        {
            file?.Dispose();
            held.Dispose();
            throw;
        }
    }

    private static void CutBackToLastClosingRow(FileStream file)
    {
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        int end = 0;
        for (int start = 0, next; start < bytes.Length; start = next)
        {
            int newline = bytes.AsSpan(start).IndexOf((byte)'\n');
            next = newline < 0 ? bytes.Length : start + newline + 1;
            if (Closes(bytes.AsMemory(start..next)))
                end = next;
        }
        if (end == 0)
            throw new UsageException($"{file.Name} has no header: the run ended before it began");
        file.SetLength(end);
        file.Seek(0, SeekOrigin.End);
        // A row can be whole without its line end: a reader counts it, so it stays.
        if (bytes[end - 1] != '\n')
            file.Write("\n"u8);
    }

    /// <summary>Whether a line is a whole row, and none of the numbers that wait for their process to be closed.</summary>
    private static bool Closes(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument row = JsonDocument.Parse(line);
            return row.RootElement.ValueKind == JsonValueKind.Object
                && row.RootElement.TryGetProperty("type", out JsonElement type) && !(type.ValueKind == JsonValueKind.String && type.ValueEquals("measurement"));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static T Guarded<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write {path}: {e.Message.TrimEnd('.')}; what was measured before is kept, choose another folder with --out or go on with --resume", e);
        }
    }
}
