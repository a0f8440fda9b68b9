using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Bench.Core;

/// <summary>Makes artifacts and keeps them: the same source, tools and flags are built once.</summary>
public sealed class ArtifactStore(string folder, TimeSpan stepTimeout)
{
    /// <summary>Stands for the checkout's folder in keys.</summary>
    private const char HomeMark = '\u0001';

    private const string BuildingPrefix = "building-";

    /// <summary>Longer than any chain of steps takes.</summary>
    private static readonly TimeSpan s_abandoned = TimeSpan.FromHours(2);

    private readonly ConcurrentDictionary<string, Artifact> _made = [];
    private readonly string? _home;
    private readonly bool _isInImage;

    /// <summary>That of a checkout. It may be moved, or be another one at another place: what is made of the same contents is the same.</summary>
    public ArtifactStore(RepoLayout layout, TimeSpan stepTimeout) : this(layout.Cache, stepTimeout)
    {
        _home = layout.Home;
        _isInImage = ImageIdentity.Of(layout) is not null;
    }

    /// <summary>The artifact of the last step of a chain, from the store or built now.</summary>
    /// <exception cref="BuildFailedException">A step failed; the same chain will fail the same way again.</exception>
    public async Task<Artifact> MakeAsync(BuildStep step, CancellationToken ct)
    {
        Artifact? before = step.After is null ? null : await MakeAsync(step.After, ct);
        string key = KeyOf(step, before);
        if (_made.TryGetValue(key, out Artifact? known))
            return known;

        string home = Path.Combine(folder, key);
        string output = Path.Combine(home, step.Output);
        IReadOnlyList<Reading> cost = [];
        // What is built here would not be what the image's digest stands for.
        if (!Exists(output) && _isInImage && step.Phase == Phases.Build)
            throw new BuildFailedException(toolGone: true, $"{step.Output} is not in this image; build the image with this backend and workload (./bench image build --backend … --workload …)", "");
        if (!Exists(output))
            await InNewFolderAsync(async building =>
            {
                cost = await RunAsync(step, before, building, new ExecutionOptions(stepTimeout, long.MaxValue, Core: null, Launcher: null), ct);
                Publish(building, home, output);
            });
        return _made[key] = new Artifact(output, SizeOf(output), step.Phase == Phases.Build ? cost : before?.BuildCost ?? []);
    }

    /// <summary>Runs the last step again into a folder of its own, to measure it; the result is thrown away.</summary>
    /// <returns>Its cost, summed over its commands, under the step's phase.</returns>
    /// <exception cref="BuildFailedException">The step failed.</exception>
    /// <param name="options">As for any other measured process; only the time limit is the store's own.</param>
    public async Task<IReadOnlyList<Reading>> MeasureAsync(BuildStep step, ExecutionOptions options, CancellationToken ct)
    {
        Artifact? before = step.After is null ? null : await MakeAsync(step.After, ct);
        IReadOnlyList<Reading> cost = [];
        await InNewFolderAsync(async building => cost = await RunAsync(step, before, building, options with { Timeout = stepTimeout }, ct));
        return cost;
    }

    private static async Task<IReadOnlyList<Reading>> RunAsync(BuildStep step, Artifact? before, string building, ExecutionOptions options, CancellationToken ct)
    {
        string output = Path.Combine(building, step.Output);
        string scratch = Path.Combine(building, "scratch");
        Directory.CreateDirectory(scratch);
        List<Reading> cost = [];
        foreach (Command command in step.Commands(new BuildPaths(output, before?.Path ?? "", scratch)))
        {
            CapturedOutput result = await ChildProcess.CaptureAsync(command, options, ct);
            if (!result.Succeeded)
                throw new BuildFailedException(
                    result.Exit is ExitStatus.NotStarted,
                    result.Exit is ExitStatus.NotStarted ? result.Exit.Describe() : $"{Path.GetFileName(command.Executable)}: {result.Describe()}", result.Stderr + result.Stdout);
            cost.AddRange(result.Readings);
        }
        if (!Exists(output))
            throw new BuildFailedException(false, $"the {step.Phase} step ended well but made no {step.Output}", "");
        if (step.Check?.Invoke(output) is string fault)
            throw new BuildFailedException(false, fault, "");
        Directory.Delete(scratch, recursive: true);
        return [.. cost.GroupBy(static reading => reading.Metric).Select(group => new Reading(0, step.Phase, group.Key,
            group.Key == Metric.PeakRss ? group.Max(static one => one.Value) : group.Sum(static one => one.Value)))];
    }

    /// <summary>Digest of everything that decides the output: commands, versions of tools, contents of inputs.</summary>
    private string KeyOf(BuildStep step, Artifact? before)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\0"));
        Add(step.Output);
        foreach (Command command in step.Commands(new BuildPaths("/out/" + step.Output, "/in", "/scratch")))
            Add(Complete(command));
        foreach (string version in step.ToolVersions)
            Add(version);
        foreach (string input in step.Inputs)
            Add(File.Exists(input) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(input))) : "missing");
        Add(before is null ? "" : Path.GetFileName(Path.GetDirectoryName(before.Path)!));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..24];
    }

    /// <summary>With all folders: a header of the same name in another one is another header. Only where the checkout itself lies makes no difference.</summary>
    private string Complete(Command command) =>
        string.Join('\0', command.Environment.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={pair.Value}")
            .Append(command.WorkingDirectory ?? "").Append(command.Executable).Concat(command.Arguments).Select(Movable)) + "\0\0";

    /// <summary>Another checkout's folder, in which the tools of this one build, stays: nothing but the path tells the two apart.</summary>
    private string Movable(string argument)
    {
        if (_home is null)
            return argument;
        StringBuilder moved = new();
        for (int at = 0; at < argument.Length;)
            if (BeginsPath(argument, at) && argument.AsSpan(at).StartsWith(_home, StringComparison.Ordinal) && EndsName(argument, at + _home.Length))
            {
                moved.Append(HomeMark);
                at += _home.Length;
            }
            else
                moved.Append(argument[at++]);
        return moved.ToString();
    }

    private static bool BeginsPath(string argument, int at) => at == 0 || argument[at - 1] is '=' or ':' or ',';

    private static bool EndsName(string argument, int at) => at == argument.Length || argument[at] is '/' or '=' or ':' or ',';

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static long SizeOf(string path) =>
        File.Exists(path) ? new FileInfo(path).Length
        : new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length);

    /// <summary>Works in a folder that no other process uses, since two may build the same artifact at once, and removes it.</summary>
    /// <exception cref="BuildFailedException">The disk is full, or the store cannot be written.</exception>
    private async Task InNewFolderAsync(Func<string, Task> work)
    {
        try
        {
            RemoveAbandoned();
            string building = Directory.CreateDirectory(Path.Combine(folder, $"{BuildingPrefix}{Guid.NewGuid():n}")).FullName;
            try
            {
                await work(building);
            }
            finally
            {
                Remove(building);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildFailedException($"cannot write the artifact store {folder}: {e.Message}", e);
        }
    }

    /// <summary>What a harness that was killed had under way. Younger folders may belong to one that is at work.</summary>
    private void RemoveAbandoned()
    {
        if (!Directory.Exists(folder))
            return;
        foreach (DirectoryInfo abandoned in new DirectoryInfo(folder).EnumerateDirectories(BuildingPrefix + "*")
            .Where(static one => DateTime.UtcNow - one.LastWriteTimeUtc > s_abandoned))
            Remove(abandoned.FullName);
    }

    /// <summary>In one move, so that a build cut short never looks finished.</summary>
    private static void Publish(string building, string home, string output)
    {
        if (Directory.Exists(home) && !Exists(output))
            Remove(home);
        try
        {
            Directory.Move(building, home);
        }
        catch (IOException) when (Exists(output))
        {
            // Another process was faster with the same artifact.
        }
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}

/// <param name="BuildCost">What the source compiler cost; empty where the artifact was in the store already.</param>
public sealed record Artifact(string Path, long Bytes, IReadOnlyList<Reading> BuildCost);
