using System.Text.Json;

namespace Bench.Core;

/// <summary>Reads run folders, also those that were interrupted.</summary>
public static class RunFolder
{
    // The longest that is written, a failure with the tail of its output, stays far below.
    private const int LongestLine = 8 << 20;

    public static string RunFile(string folder) => Path.Combine(folder, "run.jsonl");

    /// <summary>Where a run of streams stands that was measured together with the run of programs in this folder.</summary>
    public static string StreamsOf(string folder) => Path.Combine(folder, "streams");

    /// <summary>The run of a folder, and behind it the one of streams if there is one.</summary>
    /// <inheritdoc cref="Read"/>
    public static IEnumerable<RunRecord> ReadAll(string path)
    {
        yield return Read(path);
        if (File.Exists(RunFile(StreamsOf(path))))
            yield return Read(StreamsOf(path));
    }

    /// <param name="path">A run folder, or its run.jsonl.</param>
    /// <exception cref="UsageException">There is no run, its header is unreadable, or a newer version wrote it.</exception>
    public static RunRecord Read(string path)
    {
        string file = Directory.Exists(path) ? RunFile(path) : path;
        if (!File.Exists(file))
            throw new UsageException($"{path} is no run folder: it has no run.jsonl");
        try
        {
            using StreamReader reader = new(file);
            return new Parser(file).Parse(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read {file}: {e.Message}", e);
        }
    }

    private sealed class Parser(string file)
    {
        private readonly List<Measurement> _measurements = [];
        private readonly List<Measurement> _open = [];
        private readonly List<ProcessRecord> _processes = [];
        private readonly Dictionary<CaseId, Outcome> _outcomes = [];
        private readonly List<NoiseRecord> _noise = [];
        private readonly List<PlanRecord> _plan = [];
        private readonly List<PictureRecord> _pictures = [];
        private readonly List<NoteRecord> _notes = [];
        private readonly HashSet<(CaseId Case, WorkKind Kind, int Process)> _closed = [];
        private int _torn;

        internal RunRecord Parse(StreamReader reader)
        {
            RunHeader? header = null;
            BoundedLines lines = new(reader, LongestLine);
            for (int number = 1; lines.TryRead(out string? line); number++)
            {
                try
                {
                    RunRow row = JsonSerializer.Deserialize<RunRow>(line ?? throw new JsonException($"a line of more than {LongestLine >> 20} MiB"), JsonText.Rows)
                        ?? throw new JsonException("null");
                    if (number > 1 && row.Type == "header")
                        throw new UsageException($"{file}({number}): a second header: two runs in one file; put each into a folder of its own");
                    if (number == 1)
                        header = Checked(row);
                    else
                        Take(row);
                }
                catch (JsonException e) when (number == 1)
                {
                    if (line is not null && SchemaOf(line) is int schema and > RunHeader.CurrentSchema)
                        throw Newer(schema);
                    throw new UsageException($"{file}(1): not the header of a run: {JsonFault.Describe("", e).TrimStart(':', ' ')}", e);
                }
                catch (JsonException)
                {
                    // It may have closed the process before it: its numbers must not fall to the next one.
                    _torn += 1 + _open.Count;
                    _open.Clear();
                }
            }
            return new RunRecord(header ?? throw new UsageException($"{file} is empty: the run ended before it began"),
                _measurements, _processes, _outcomes, _torn + _open.Count) { Noise = _noise, Plan = _plan, Pictures = _pictures, Notes = _notes };
        }

        private RunHeader Checked(RunRow row)
        {
            RunHeader header = row is { Type: "header", Header: RunHeader found } ? found : throw new JsonException("expected a row of type 'header'");
            if (header.Schema > RunHeader.CurrentSchema)
                throw Newer(header.Schema);
            if (Twice(header.Backends.Select(static one => one.Id)) is string backend)
                throw new JsonException($"the backend '{backend}' is there twice");
            if (Twice(header.Workloads.Select(static one => one.Id)) is string workload)
                throw new JsonException($"the workload '{workload}' is there twice");
            return header;
        }

        private static string? Twice(IEnumerable<string> ids) => ids.CountBy(static id => id).FirstOrDefault(static pair => pair.Value > 1).Key;

        private UsageException Newer(int schema) =>
            new($"{file} was written by a newer version (schema {schema}, this one reads up to {RunHeader.CurrentSchema}): update Bench");

        /// <summary>The schema version of a header whose other members this version may not know.</summary>
        private static int? SchemaOf(string line)
        {
            try
            {
                return JsonSerializer.Deserialize<VersionOnly>(line, JsonText.Rows)?.Header?.Schema;
            }
            catch (JsonException)
            {
                return null;   // no header at all
            }
        }

        private void Take(RunRow row)
        {
            switch (row.Type)
            {
                case "measurement":
                    if (row.ToMeasurement() is Measurement measurement)
                        _open.Add(measurement);
                    break;
                case "process":
                    ProcessRecord process = row.ToProcess();
                    if (!_closed.Add((process.Case, process.Kind, process.Process)))
                        throw new JsonException($"process {process.Process} of {process.Case} is there twice");
                    Measurement[] own = [.. _open.Where(open => open.Case == process.Case && open.Process == process.Process)];
                    _measurements.AddRange(own);
                    _torn += _open.Count - own.Length;
                    _open.Clear();
                    _processes.Add(process);
                    break;
                case "outcome":
                    Outcome outcome = row.ToOutcome();
                    _outcomes[outcome.Case] = outcome;
                    break;
                case "noise":
                    _noise.Add(row.ToNoise());
                    break;
                case "plan":
                    _plan.Add(row.ToPlan());
                    break;
                case "picture":
                    _pictures.Add(row.ToPicture());
                    break;
                case "note":
                    _notes.Add(row.ToNote());
                    break;
                default:
                    break;   // a row type of a later version that changed none of ours
            }
        }
    }

    private sealed record VersionOnly
    {
        public SchemaOnly? Header { get; init; }
    }

    private sealed record SchemaOnly
    {
        public int? Schema { get; init; }
    }
}
