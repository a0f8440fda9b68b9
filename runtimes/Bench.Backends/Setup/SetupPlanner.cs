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
    private static readonly TimeSpan s_extractTimeout = TimeSpan.FromMinutes(15);   // a busy machine builds a program first

    /// <param name="missing">Tools to install, each with an <see cref="Installation"/>; among them npm, where others need it and it is not there.</param>
    public static SetupPlan Plan(SetupHost host, IReadOnlyList<Tool> missing)
    {
        List<Unavailable> unavailable = [];
        List<Tool> fromApt = [];
        foreach (Tool tool in missing.Where(static tool => tool.Install!.AptPackages.Any()))
            if (WhyNot(host, tool) is string reason)
                unavailable.Add(new Unavailable(tool, reason));
            else
                fromApt.Add(tool);
        List<Tool> fromNpm = [.. missing.Where(static tool => tool.Install!.NpmPackages.Any())];
        if (unavailable.Any(static one => one.Tool.Id == SetupInventory.Npm))
        {
            unavailable.AddRange(fromNpm.Select(static tool => new Unavailable(tool, "npm is missing, and it cannot be installed either")));
            fromNpm.Clear();
        }

        Tool? npm = fromApt.FirstOrDefault(static tool => tool.Id == SetupInventory.Npm);
        Tool[] toInstall = [.. fromNpm.Where(static tool => tool.Install!.Npm.Count > 0)];
        List<SetupStep> steps = [.. AptSteps(host, fromApt)];
        if (toInstall.Length > 0)
            steps.Add(new SetupStep.Run($"{Names(toInstall)}: from the npm registry into .tools, without running any install script", toInstall,
                NpmInstall(toInstall), s_installTimeout, static tool => NpmInstall([tool]), npm));
        foreach (Tool tool in fromApt.Concat(fromNpm).Where(static tool => tool.Install!.Extract is not null))
            steps.AddRange(ExtractSteps(tool, tool.Install!.Extract!, SuiteFor(host, tool), npm));
        steps.AddRange(fromApt.Where(tool => tool.Install!.Debootstrap is not null && host.Privilege != Privilege.None).Select(tool => Debootstrap(host, tool)));
        return new SetupPlan(steps, unavailable);
    }

    private static IEnumerable<SetupStep> AptSteps(SetupHost host, List<Tool> tools)
    {
        if (tools.Count == 0 || host.Privilege == Privilege.None)
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
        foreach ((Tool[] some, string? suite) in new[] { (own, null), (newer, NewerSuite) })
            if (some.Where(static tool => tool.Install!.Apt.Count > 0).ToArray() is [_, ..] installed)
                yield return Install(host, installed, suite);
    }

    /// <summary>Needs no rights: neither does a package manager that only downloads.</summary>
    private static IEnumerable<SetupStep> ExtractSteps(Tool tool, Extraction extract, string? suite, Tool? npm)
    {
        string folder = $"artifacts/setup/{tool.Id}";
        string meant = extract.OfDependency ? $"$(apt-cache depends {extract.Apt} | sed -n 's/^ *Depends: //p' | head -n 1)" : extract.Apt ?? "";
        string download = extract.Npm is string package ? $"npm pack {package}"
            : $"apt-get{(suite is null ? "" : $" -t {suite}")} download {meant} && dpkg-deb --fsys-tarfile {(extract.OfDependency ? "" : $"{extract.Apt}_")}*.deb > {extract.Apt}.tar";
        string from = extract.Npm is not null ? "the npm registry" : suite is not null ? Distribution.Title(suite) : "the system";
        yield return new SetupStep.Run($"{tool.Id}: a package of {from}, which is not installed", [tool],
            Command.Of("sh", "-c", $"rm -rf {folder} && mkdir -p {folder} && cd {folder} && {download}"), s_installTimeout, By: extract.Npm is null ? null : npm);
        yield return new SetupStep.Run($"{tool.Id}: the files of it that are wanted{(extract.OfDependency ? "" : ", checked by SHA-256")}, into {extract.Into}; then the package goes", [tool],
            Command.Of("dotnet", "run", "-c", "Release", "--project", "runtimes/Bench.Assets", "-p:UseSharedCompilation=false", "--", tool.Id, folder)
                .WithEnvironment("MSBUILDDISABLENODEREUSE", "1"), s_extractTimeout, By: tool);
    }

    /// <summary>The folder belongs to root, and what comes of it to whoever sets up.</summary>
    private static SetupStep.Run Debootstrap(SetupHost host, Tool tool)
    {
        string suite = SuiteFor(host, tool) ?? host.Distribution.Suite!;
        string root = $"artifacts/setup/{tool.Id}", file = tool.Install!.Debootstrap!, draft = file + ".part";
        string sudo = host.Privilege == Privilege.Root ? "" : "sudo -n ";
        // What is not checked is not taken; what is made for one machine, or was only downloaded, is left out.
        string script = $"{sudo}rm -rf {root} && mkdir -p {Path.GetDirectoryName(root)} {Path.GetDirectoryName(file)} && {sudo}debootstrap --variant=minbase --force-check-gpg {suite} {root} {OwnSource(host)!.Uris[0]}"
            + $" && {sudo}tar --numeric-owner --sort=name --exclude='./dev/*' --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' -C {root} -c . > {draft}"
            + $" && mv {draft} {file} && {sudo}rm -rf {root}";
        return new SetupStep.Run($"{tool.Id}: {suite} as small as it gets, from where this machine gets its own packages, into {file}", [tool],
            Command.Of("sh", "-c", script), s_installTimeout, By: tool);
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
        Installation install = tool.Install!;
        string packages = string.Join(' ', install.AptPackages);
        if (!host.HasApt)
            return $"there is no apt here; install what {packages} is on Debian by this system's own package manager";
        bool addsSuite = SuiteFor(host, tool) is not null && !host.Sources.Any(static pair => pair.Source.Offers(NewerSuite));
        if (host.Distribution.IsDebian)
        {
            if (install.Suite is string suite && host.Distribution.Suite is string mine && Distribution.Compare(mine, suite) < 0 && mine != OlderSuite)
                return $"{packages} needs {Distribution.Title(suite)}, and this is {Distribution.Title(mine)}";
            if (addsSuite && OwnSource(host) is null)
                return $"apt has no source for {OlderSuite} main to take the address of {NewerSuite} from";
        }
        else if (host.KnownPackages is { } known && install.AptPackages.Where(package => !known.Contains(package)).ToArray() is [_, ..] unknown)
        {
            return known.Count == 0
                ? $"apt of {host.Distribution.Name} does not know {string.Join(' ', unknown)}; if apt-get update was never run here, run it first"
                : $"apt of {host.Distribution.Name} does not know {string.Join(' ', unknown)}";
        }
        if (install.Debootstrap is not null && OwnSource(host) is null)
            return $"apt has no source for {host.Distribution.Suite} main to take the address of a mirror from";
        if (host.Privilege != Privilege.None)
            return null;
        return install.Apt.Count > 0 ? $"installing {packages} needs root, or sudo without a password"
            : addsSuite ? $"adding {Distribution.Title(NewerSuite)}, which has {packages}, to apt's sources needs root, or sudo without a password"
            : null;
    }

    private static string Names(IEnumerable<Tool> tools) => string.Join(", ", tools.Select(static tool => tool.Id));
}
