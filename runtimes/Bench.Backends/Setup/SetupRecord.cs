using System.Text.Json;
using System.Text.Json.Serialization;
using Bench.Core;

namespace Bench.Backends.Setup;

/// <summary><c>.tools/setup.json</c>: what a machine has been set up with, so that a tool that is gone later is noticed.</summary>
public sealed record SetupRecord
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;
    public required string System { get; init; }

    /// <summary>Version by tool, as found after set-up had ended: none of these may be missing on this machine later.</summary>
    public required IReadOnlyDictionary<string, string> Ready { get; init; }

    /// <summary>What set-up itself installed, oldest first.</summary>
    public IReadOnlyList<InstalledTool> Installed { get; init; } = [];

    /// <summary>Why, by tool that was asked for and could not be had.</summary>
    public IReadOnlyDictionary<string, string> Unavailable { get; init; } = new Dictionary<string, string>();

    public static string FileIn(RepoLayout layout) => Path.Combine(layout.LocalTools, "setup.json");

    /// <returns>Null where set-up never ran, or a record of another version was left behind.</returns>
    public static SetupRecord? Load(RepoLayout layout)
    {
        string file = FileIn(layout);
        if (!File.Exists(file))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), SetupJson.Default.SetupRecord) is { Schema: CurrentSchema } record ? record : null;
        }
        catch (JsonException e)
        {
            throw new UsageException($"{JsonFault.Describe(file, e)}; remove the file and run ./bench setup", e);
        }
    }

    public void Save(RepoLayout layout)
    {
        Directory.CreateDirectory(layout.LocalTools);
        string file = FileIn(layout);
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(this, SetupJson.Default.SetupRecord) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }
}

/// <param name="Packages">With the versions that were asked for, where they were.</param>
public sealed record InstalledTool(string Tool, string Version, IReadOnlyList<string> Packages, DateTimeOffset At);

[JsonSerializable(typeof(SetupRecord))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class SetupJson : JsonSerializerContext;
