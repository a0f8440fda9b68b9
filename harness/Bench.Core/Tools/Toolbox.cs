using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Bench.Core;

/// <summary>Finds tools on this machine and asks each for its version, once.</summary>
public sealed class Toolbox(RepoLayout layout, ToolCatalog catalog)
{
    private static readonly TimeSpan s_versionTimeout = TimeSpan.FromSeconds(20);
    internal const string ImageRemedy = "build the image with a backend that needs it (./bench image build --backend …)";
    private readonly ConcurrentDictionary<string, Lazy<Task<Availability>>> _probes = new();
    private readonly Lazy<ImageIdentity?> _image = new(() => ImageIdentity.Of(layout));

    /// <summary>Answers each id with itself: for showing a command line without asking a machine.</summary>
    public static Toolbox ForDisplay { get; } = new(new RepoLayout("/"), new ToolCatalog([]));

    public RepoLayout Layout => layout;

    /// <summary>Null where the checkout is not in an image.</summary>
    public ImageIdentity? Image => _image.Value;
    public ToolCatalog Catalog => catalog;

    /// <summary>Absolute path of the tool's executable.</summary>
    /// <exception cref="UsageException">It is not there; the message says how to get it.</exception>
    public string this[string id] => this == ForDisplay ? id : Locate(catalog[id])
        ?? throw new UsageException(Image is null
            ? $"{catalog[id].Title} is not installed; {Remedy(catalog[id])}"
            : $"{catalog[id].Title} is not in this image; {ImageRemedy}");

    /// <summary>Ready only if every tool is; the version is the first tool's, the reason the first missing one's.</summary>
    public async Task<Availability> ProbeAllAsync(IReadOnlyList<string> ids, CancellationToken ct)
    {
        Availability[] found = await Task.WhenAll(ids.Select(id => ProbeAsync(id, ct)));
        return found.FirstOrDefault(static one => one is not Availability.Ready) ?? found.FirstOrDefault(new Availability.Ready("present"));
    }

    public Task<Availability> ProbeAsync(string id, CancellationToken ct)
    {
        // A question that was cancelled has not been answered.
        if (_probes.TryGetValue(id, out Lazy<Task<Availability>>? asked) && asked.Value.IsCanceled)
            _probes.TryRemove(new(id, asked));
        return _probes.GetOrAdd(id, key => new Lazy<Task<Availability>>(() => ProbeOnceAsync(catalog[key], ct))).Value;
    }

    /// <summary>The version of a tool that was found ready; empty otherwise.</summary>
    public string Version(string id) =>
        _probes.TryGetValue(id, out Lazy<Task<Availability>>? probe) && probe.Value is { IsCompletedSuccessfully: true, Result: Availability.Ready ready }
            ? ready.Version
            : "";

    /// <summary>Tools that were found ready so far, with their versions.</summary>
    public IEnumerable<(Tool Tool, string Version)> Ready =>
        catalog.All.Select(tool => (tool, Version(tool.Id))).Where(static pair => pair.Item2.Length > 0);

    /// <summary>What a person types to get the tool.</summary>
    public static string Remedy(Tool tool) => tool.Install switch
    {
        { ByDefault: true } => "./bench setup",
        { ByDefault: false } => $"./bench setup --tool {tool.Id}",
        null => tool.Origin ?? "put it on PATH",
    };

    /// <returns>Null when neither PATH nor the repository's own tools have it. In an image, where it was when that was made: paths decide which artifacts are the same.</returns>
    public string? Locate(Tool tool)
    {
        if (Recorded(tool) is ImageTool known)
            return Path.Combine(layout.Home, known.Path);
        foreach (string candidate in tool.Executables)
            if (Find(candidate) is string path)
                return path;
        return tool.Executables.Count == 0 && MissingFile(tool) is null ? layout.Root : null;
    }

    private ImageTool? Recorded(Tool tool) => this != ForDisplay && Image?.Tools.TryGetValue(tool.Id, out ImageTool? known) is true ? known : null;

    private async Task<Availability> ProbeOnceAsync(Tool tool, CancellationToken ct) =>
        Recorded(tool) is { Inside: false } known ? new Availability.Ready(known.Version)
        : await AskAsync(tool, ct) is var answer && answer is Availability.Missing missing && Image is not null
            ? new Availability.Missing($"{tool.Title} is not in this image ({missing.Reason})", ImageRemedy)
        : answer;

    private async Task<Availability> AskAsync(Tool tool, CancellationToken ct)
    {
        foreach (string need in tool.Needs)
            if (await ProbeAsync(need, ct) is Availability.Missing missing)
                return missing;
        if (MissingFile(tool) is string file)
            return new Availability.Missing($"{file} is not there", Remedy(tool));
        if (tool.Executables.Count == 0)
            return new Availability.Ready("present");
        if (Locate(tool) is not string path)
            return new Availability.Missing($"'{Path.GetFileName(tool.Executables[0])}' is not on PATH", Remedy(tool));
        CapturedOutput answer = await ChildProcess.CaptureAsync(new Command(path, tool.VersionArguments), s_versionTimeout, ct);
        Match match = Regex.Match(answer.Stdout + answer.Stderr, tool.VersionPattern ?? @"(\d+(?:\.\d+)+\S*)");
        if (match.Success && tool.MinimumVersion is string least && IsOlder(match.Groups[1].Value, least))
            return new Availability.Missing($"{tool.Title} {match.Groups[1].Value} is older than {least}", Remedy(tool));
        return match.Success
            ? new Availability.Ready(match.Groups[1].Value)
            : new Availability.Missing($"{Path.GetFileName(path)} {string.Join(' ', tool.VersionArguments)} did not print a version ({answer.Describe()})", Remedy(tool));
    }

    /// <summary>Whether the leading numbers of a version are below those of another: 18.20.4 is older than 20.</summary>
    public static bool IsOlder(string version, string least)
    {
        int[] have = Numbers(version), want = Numbers(least);
        for (int i = 0; i < want.Length; i++)
        {
            int part = i < have.Length ? have[i] : 0;
            if (part != want[i])
                return part < want[i];
        }
        return false;
    }

    private static int[] Numbers(string version) =>
        [.. Regex.Match(version, @"^\d+(\.\d+)*").Value.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(static part => int.TryParse(part, out int number) ? number : int.MaxValue)];

    private string? MissingFile(Tool tool)
    {
        foreach (string entry in tool.Files)
            if (!entry.Split('|').Any(file => File.Exists(Path.Combine(layout.Home, file)) || Directory.Exists(Path.Combine(layout.Home, file))))
                return Path.GetFileName(entry);
        return null;
    }

    private string? Find(string candidate)
    {
        if (candidate.Contains('/'))
        {
            string local = Path.Combine(layout.Home, candidate);
            return File.Exists(local) ? local : null;
        }
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            string path = Path.Combine(folder, candidate);
            if (File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0)
                return path;
        }
        return null;
    }
}
