using System.Text.Json;

namespace Bench.Core;

/// <summary>What an image of the harness says about itself: <see cref="FileName"/> at the root of the checkout in it.</summary>
public sealed record ImageIdentity
{
    public const string FileName = "image.json";

    /// <summary>Lower-case SHA-256 over the layers and every other member: names what ran.</summary>
    public required string Id { get; init; }

    /// <summary>As a run's header has it: with a + where files had changes that were in no commit.</summary>
    public required string Commit { get; init; }

    public required string BenchVersion { get; init; }

    /// <summary>Workload and backend of each program that is in it: <c>nbody/native-clang</c>.</summary>
    public required IReadOnlyList<string> Programs { get; init; }

    /// <summary>By their ids in tools.json: what its programs were made with, and what runs them.</summary>
    public required IReadOnlyDictionary<string, ImageTool> Tools { get; init; }

    /// <returns>Null where the checkout is not in an image.</returns>
    /// <exception cref="UsageException">The file is malformed.</exception>
    public static ImageIdentity? Of(RepoLayout layout) =>
        Path.Combine(layout.Home, FileName) is string file && File.Exists(file) ? StrictJson.Load<ImageIdentity>(file) : null;

    /// <returns>As planned, without the cases whose programs are not in the image.</returns>
    public IReadOnlyList<PlannedCase> Within(IReadOnlyList<PlannedCase> plan) =>
        [.. plan.Select(one => one.SkipReason is not null || Programs.Contains(ProgramOf(one)) ? one : one with { SkipReason = $"not in this image; {Toolbox.ImageRemedy}" })];

    public static string ProgramOf(PlannedCase one) => $"{one.Workload.Id}/{one.Backend.Id}";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, JsonText.Strict);
}

/// <summary>A tool as it was where the image was made.</summary>
/// <param name="Path">Of its executable: absolute, or below the root of the checkout; empty for one that is files alone.</param>
/// <param name="Inside">Whether the image has it. What only built programs is not needed where they run, but decides what they are.</param>
public sealed record ImageTool(string Version, string Path, bool Inside);
