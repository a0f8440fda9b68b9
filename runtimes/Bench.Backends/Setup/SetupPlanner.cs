using Bench.Core;

namespace Bench.Backends.Setup;

/// <summary>Turns missing tools into commands. Decides only: asks and changes nothing.</summary>
public static class SetupPlanner
{
    public const string SourcesFile = "/etc/apt/sources.list.d/bench-trixie.sources";
    public const string PreferencesFile = "/etc/apt/preferences.d/bench-trixie";

    /// <summary>The only newer suite that is added, and only one release ahead of the machine's own: further apart too much of a system would move.</summary>
    private const string NewerSuite = "trixie";
    private const string OlderSuite = "bookworm";

    private const string Preferences = $"Package: *\nPin: release n={NewerSuite}\nPin-Priority: 100\n";
    private static readonly TimeSpan s_updateTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_installTimeout = TimeSpan.FromMinutes(30);

    /// <param name="missing">Tools to install, each with an <see cref="Installation"/>; among them npm, where others need it and it is not there.</param>
    public static SetupPlan Plan(SetupHost host, IReadOnlyList<Tool> missing)
    {
        List<Unavailable> unavailable = [];
        Tool[] fromNpm = [.. missing.Where(static tool => tool.Install!.Npm.Count > 0)];
        Tool[] fromApt = [.. missing.Where(static tool => tool.Install!.Apt.Count > 0)];

        List<Tool> possible = [];
        foreach (Tool tool in fromApt)
            if (WhyNot(host, tool) is string reason)
                unavailable.Add(new Unavailable(tool, reason));
            else
                possible.Add(tool);

        List<SetupStep> steps = [.. AptSteps(host, possible)];
        if (unavailable.Any(static one => one.Tool.Id == SetupInventory.Npm))
            unavailable.AddRange(fromNpm.Select(static tool => new Unavailable(tool, "npm is missing, and it cannot be installed either")));
        else if (fromNpm.Length > 0)
            steps.Add(new SetupStep.Run($"{Names(fromNpm)}: from the npm registry into .tools, without running any install script", fromNpm,
                NpmInstall(fromNpm), s_installTimeout, static tool => NpmInstall([tool])));
        return new SetupPlan(steps, unavailable);
    }

    private static IEnumerable<SetupStep> AptSteps(SetupHost host, List<Tool> tools)
    {
        if (tools.Count == 0)
            yield break;
        Tool[] newer = [.. tools.Where(tool => SuiteFor(host, tool) is not null)];
        Tool[] own = [.. tools.Except(newer)];
        if (newer.Length > 0 && !host.Sources.Any(static pair => pair.Source.Offers(NewerSuite)))
        {
            AptSource source = OwnSource(host)!;
            foreach (SetupStep step in Place(host, SourcesFile, $"# Written by Bench's set-up; {PreferencesFile} keeps other packages from moving.\n{source.StanzaFor(NewerSuite)}",
                $"the packages of {Distribution.Title(NewerSuite)}, from where this machine gets its own"))
                yield return step;
        }
        if (newer.Length > 0 && !host.HasPreferences)
            foreach (SetupStep step in Place(host, PreferencesFile, Preferences, "priority 100: nothing else moves to the newer suite by itself"))
                yield return step;
        yield return new SetupStep.Run("what the package servers have now", [], AptGet(host, "update"), s_updateTimeout);
        if (own.Length > 0)
            yield return Install(host, own, suite: null);
        if (newer.Length > 0)
            yield return Install(host, newer, NewerSuite);
    }

    private static IEnumerable<SetupStep> Place(SetupHost host, string file, string content, string reason)
    {
        string draft = $"artifacts/setup/{Path.GetFileName(file)}";
        yield return new SetupStep.Write(reason, draft, content);
        yield return new SetupStep.Run("put it where apt looks", [], AsRoot(host, "install", "-m", "644", draft, file), s_updateTimeout);
    }

    private static SetupStep.Run Install(SetupHost host, IReadOnlyList<Tool> tools, string? suite)
    {
        Command Of(IEnumerable<Tool> some) => AptGet(host, ["install", "-y", "--no-install-recommends",
            .. suite is null ? Array.Empty<string>() : ["-t", suite], .. some.SelectMany(static tool => tool.Install!.Apt).Distinct()]);
        return new SetupStep.Run($"{Names(tools)}: system packages{(suite is null ? "" : $" of {Distribution.Title(suite)}")}", tools,
            Of(tools), s_installTimeout, tool => Of([tool]));
    }

    /// <summary>Another package manager may be at work; a changed configuration file stays as it is; nothing asks a question.</summary>
    private static Command AptGet(SetupHost host, params IEnumerable<string> arguments)
    {
        string[] all = ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3",
            "-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold", .. arguments];
        return host.Privilege == Privilege.Root
            ? Command.Of("apt-get", all).WithEnvironment("DEBIAN_FRONTEND", "noninteractive")
            : AsRoot(host, "env", ["DEBIAN_FRONTEND=noninteractive", "apt-get", .. all]);
    }

    private static Command AsRoot(SetupHost host, string program, params IEnumerable<string> arguments) =>
        host.Privilege == Privilege.Root ? Command.Of(program, arguments) : Command.Of("sudo", ["-n", program, .. arguments]);

    private static Command NpmInstall(IReadOnlyList<Tool> tools) => Command.Of("npm",
        ["install", "--prefix", ".tools", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", .. tools.SelectMany(static tool => tool.Install!.Npm).Distinct()]);

    /// <returns>The newer suite, where the machine's own is older than what the tool needs.</returns>
    private static string? SuiteFor(SetupHost host, Tool tool) =>
        host.Distribution is { IsDebian: true, Suite: OlderSuite } && tool.Install!.Suite == NewerSuite ? NewerSuite : null;

    private static AptSource? OwnSource(SetupHost host) => host.Sources.Where(static pair => !pair.Own).Select(static pair => pair.Source)
        .FirstOrDefault(source => source.Offers(host.Distribution.Suite!) && source.Components.Contains("main"));

    private static string? WhyNot(SetupHost host, Tool tool)
    {
        string packages = string.Join(' ', tool.Install!.Apt);
        if (!host.HasApt)
            return $"there is no apt here; install what {packages} is on Debian by this system's own package manager";
        if (host.Distribution.IsDebian)
        {
            if (tool.Install.Suite is string suite && host.Distribution.Suite is string mine && Distribution.Compare(mine, suite) < 0)
            {
                if (mine != OlderSuite)
                    return $"{packages} needs {Distribution.Title(suite)}, and this is {Distribution.Title(mine)}";
                if (!host.Sources.Any(static pair => pair.Source.Offers(NewerSuite)) && OwnSource(host) is null)
                    return $"apt has no source for {mine} main to take the address of {suite} from";
            }
        }
        else if (host.KnownPackages is { } known && tool.Install.Apt.Where(package => !known.Contains(package)).ToArray() is [_, ..] unknown)
        {
            return known.Count == 0
                ? $"apt of {host.Distribution.Name} does not know {string.Join(' ', unknown)}; if apt-get update was never run here, run it first"
                : $"apt of {host.Distribution.Name} does not know {string.Join(' ', unknown)}";
        }
        return host.Privilege == Privilege.None ? $"installing {packages} needs root, or sudo without a password" : null;
    }

    private static string Names(IEnumerable<Tool> tools) => string.Join(", ", tools.Select(static tool => tool.Id));
}
