using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bench.Core;

/// <summary>Reads what is written about a fleet: <c>fleet.json</c>, and a run folder for each node below <c>nodes</c>.</summary>
public static partial class FleetFolder
{
    private const int LargestFile = 16 << 20;

    private static readonly JsonSerializerOptions s_written = new(JsonText.Rows) { WriteIndented = true };

    public static string FleetFile(string folder) => Path.Combine(folder, "fleet.json");

    /// <summary>Where the run of a node stands, if it came that far.</summary>
    public static string NodeFolder(string folder, FleetNode node) => Path.Combine(folder, "nodes", node.Name);

    /// <summary>Whether a folder is that of a fleet, and not of a single run.</summary>
    public static bool IsOne(string path) => File.Exists(FleetFile(path));

    /// <exception cref="UsageException">The file cannot be read, a newer version wrote it, or it is malformed: one line with what is wrong.</exception>
    public static FleetRecord Read(string folder)
    {
        string file = FleetFile(folder);
        try
        {
            using FileStream stream = File.OpenRead(file);
            byte[] bytes = new byte[LargestFile + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= LargestFile ? Parse(bytes.AsSpan(..length), file) : throw new UsageException($"{file} is too large for a fleet: it has more than {LargestFile} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read the fleet: {e.Message}", e);
        }
    }

    /// <summary>Puts the file in the place of the one before, so that there is always a whole one.</summary>
    /// <exception cref="UsageException">The folder cannot be written.</exception>
    public static void Write(string folder, FleetRecord fleet)
    {
        string file = FleetFile(folder), next = file + ".next";
        try
        {
            Directory.CreateDirectory(folder);
            // It holds what lets nodes in.
            using (FileStream stream = new(next, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                JsonSerializer.Serialize(stream, fleet, s_written);
                stream.Flush(flushToDisk: true);
            }
            File.Move(next, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write {file}: {e.Message}", e);
        }
    }

    /// <summary>Members that this version does not know are passed over.</summary>
    /// <param name="file">For messages only.</param>
    /// <exception cref="UsageException">A newer version wrote it, or it is malformed: one line with what is wrong.</exception>
    public static FleetRecord Parse(ReadOnlySpan<byte> json, string file)
    {
        try
        {
            int schema = JsonSerializer.Deserialize<VersionOnly>(json, JsonText.Rows)?.Schema ?? throw new JsonException("expected an object with a 'schema'");
            if (schema > FleetRecord.CurrentSchema)
                throw new UsageException($"{file} was written by a newer version (schema {schema}, this one reads up to {FleetRecord.CurrentSchema}): update Bench");
            if (schema < 1)
                throw new JsonException($"'schema' is {schema}, expected 1 to {FleetRecord.CurrentSchema}");
            return Checked(JsonSerializer.Deserialize<FleetRecord>(json, JsonText.Rows)!);
        }
        catch (JsonException e)
        {
            throw new UsageException(JsonFault.Describe(file, e), e);
        }
    }

    private static FleetRecord Checked(FleetRecord fleet)
    {
        if (fleet.Currency is string currency && !CurrencyCode().IsMatch(currency))
            throw new JsonException("'currency' is expected to be three capital letters as USD");
        if (fleet.Nodes.FirstOrDefault(static node => !FleetNode.IsName(node.Name)) is FleetNode unnamed)
            throw new JsonException($"'{unnamed.Name}' is no name of a node: expected letters, digits, '.', '_' and '-', as in a folder's name");
        if (fleet.Nodes.CountBy(static node => node.Name).FirstOrDefault(static pair => pair.Value > 1).Key is string twice)
            throw new JsonException($"the node '{twice}' is there twice");
        if (fleet.Nodes.FirstOrDefault(static node => node.Price is not null and not (> 0 and <= FleetNode.LargestPrice)) is FleetNode dear)
            throw new JsonException($"the price of the node '{dear.Name}' is {dear.Price}, expected a number above 0 and not above {FleetNode.LargestPrice:0}");
        return fleet;
    }

    [GeneratedRegex(@"^[A-Z]{3}\z")]
    private static partial Regex CurrencyCode();

    private sealed record VersionOnly
    {
        public int? Schema { get; init; }
    }
}
