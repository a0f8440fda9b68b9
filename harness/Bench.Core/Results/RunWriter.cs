using System.Text.Json;

namespace Bench.Core;

/// <summary>Appends to run.jsonl; what was written is on the file before the next process starts.</summary>
public sealed class RunWriter : IDisposable
{
    private readonly FileStream _file;

    private RunWriter(FileStream file) => _file = file;

    /// <summary>Makes the folder and writes the header.</summary>
    /// <exception cref="UsageException">The folder cannot be written, or holds a run already.</exception>
    public static RunWriter Create(string folder, RunHeader header) =>
        Guarded(folder, () =>
        {
            Directory.CreateDirectory(folder);
            RunWriter writer = new(new FileStream(RunFolder.RunFile(folder), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0));
            writer.Write([RunRow.Of(header)]);
            return writer;
        });

    /// <summary>Goes on after the last whole line; a torn one is cut off.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static RunWriter Append(string folder) =>
        Guarded(folder, () =>
        {
            FileStream file = new(RunFolder.RunFile(folder), FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            file.SetLength(EndOfLastLine(file));
            file.Seek(0, SeekOrigin.End);
            return new RunWriter(file);
        });

    /// <summary>Writes what one process showed, closed by its record, in one piece.</summary>
    /// <exception cref="UsageException">The disk is full or gone.</exception>
    public void Write(ProcessRecord process, IEnumerable<Reading> readings) =>
        Write([.. readings.Select(reading => RunRow.Of(reading.Of(process.Case, process.Process))), RunRow.Of(process)]);

    /// <exception cref="UsageException">The disk is full or gone.</exception>
    public void Write(Outcome outcome) => Write([RunRow.Of(outcome)]);

    public void Dispose() => _file.Dispose();

    private void Write(IReadOnlyList<RunRow> rows)
    {
        using MemoryStream lines = new();
        foreach (RunRow row in rows)
        {
            JsonSerializer.Serialize(lines, row, JsonText.Rows);
            lines.WriteByte((byte)'\n');
        }
        Guarded(_file.Name, () =>
        {
            _file.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
            return 0;
        });
    }

    private static long EndOfLastLine(FileStream file)
    {
        Span<byte> one = stackalloc byte[1];
        for (long end = file.Length; end > 0; end--)
        {
            file.Seek(end - 1, SeekOrigin.Begin);
            if (file.Read(one) == 1 && one[0] == '\n')
                return end;
        }
        return 0;
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
