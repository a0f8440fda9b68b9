using Bench.Core;

namespace Bench.Backends.Setup;

/// <summary>What set-up may do here. Who it is and what the machine knows, without a change to either.</summary>
public sealed record SetupHost
{
    private static readonly TimeSpan s_askTimeout = TimeSpan.FromSeconds(20);

    public required Distribution Distribution { get; init; }
    public required Privilege Privilege { get; init; }
    public bool HasApt { get; init; }

    /// <summary>With whether set-up wrote the source in an earlier run.</summary>
    public IReadOnlyList<(AptSource Source, bool Own)> Sources { get; init; } = [];

    /// <summary>Whether the priority of the newer suite has been written already.</summary>
    public bool HasPreferences { get; init; }

    /// <summary>Packages that apt knows; null on Debian, where they are known without asking.</summary>
    public IReadOnlySet<string>? KnownPackages { get; init; }

    /// <param name="packages">What may be installed: asked after on systems other than Debian.</param>
    public static async Task<SetupHost> ReadAsync(IReadOnlyCollection<string> packages, CancellationToken ct)
    {
        IReadOnlyList<(AptSource Source, bool Own)> sources = AptSources.Read("/");
        Distribution distribution = Distribution.Of(File.Exists("/etc/os-release") ? File.ReadAllText("/etc/os-release") : "",
            sources.Where(static pair => !pair.Own).Select(static pair => pair.Source));
        bool apt = File.Exists("/usr/bin/apt-get");
        return new SetupHost
        {
            Distribution = distribution,
            Privilege = await PrivilegeAsync(ct),
            HasApt = apt,
            Sources = sources,
            HasPreferences = File.Exists(SetupPlanner.PreferencesFile),
            KnownPackages = apt && !distribution.IsDebian && packages.Count > 0 ? await KnownAsync(packages, ct) : null,
        };
    }

    private static async Task<Privilege> PrivilegeAsync(CancellationToken ct)
    {
        if (Environment.IsPrivilegedProcess)
            return Privilege.Root;
        CapturedOutput answer = await ChildProcess.CaptureAsync(Command.Of("sudo", "-n", "true"), s_askTimeout, ct);
        return answer.Succeeded ? Privilege.Sudo : Privilege.None;
    }

    private static async Task<IReadOnlySet<string>> KnownAsync(IReadOnlyCollection<string> packages, CancellationToken ct)
    {
        CapturedOutput answer = await ChildProcess.CaptureAsync(
            Command.Of("apt-cache", ["policy", .. packages]).WithEnvironment("LC_ALL", "C"), s_askTimeout, ct);
        HashSet<string> known = [];
        string package = "";
        foreach (string line in answer.Stdout.Split('\n'))
            if (line.Length > 0 && line[0] != ' ')
                package = line.TrimEnd(':');
            else if (line.Contains("Candidate:") && !line.Contains("(none)"))
                known.Add(package);
        return known;
    }
}

public enum Privilege
{
    None,

    /// <summary>Through <c>sudo -n</c>, which never asks for a password.</summary>
    Sudo,
    Root,
}
