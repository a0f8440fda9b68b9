using Bench.Core;

namespace Bench.Fleet.Images;

/// <summary>The lowest layer: what a shell and .NET need of this machine's own packages, in the versions that are here.</summary>
internal static class SystemLayer
{
    private static readonly string[] s_needed = ["libc6", "coreutils", "dash"];

    /// <summary>What each is for: processes and their limits (util-linux), text tools of people who look inside, what .NET's runtime is linked with, OpenSSL for streams.</summary>
    private static readonly string[] s_wanted =
        ["base-files", "libc-bin", "bash", "util-linux", "mount", "grep", "sed", "findutils", "procps", "libstdc++6", "libgcc-s1", "zlib1g", "libssl3t64", "libssl3", "netbase"];

    private const string Certificates = "/etc/ssl/certs/ca-certificates.crt";

    /// <summary>Notices stay, wherever else documentation goes.</summary>
    private static readonly string[] s_documentation =
        ["/usr/share/doc/", "/usr/share/man/", "/usr/share/info/", "/usr/share/locale/", "/usr/share/lintian/", "/usr/share/bug/", "/usr/share/doc-base/", "/usr/share/bash-completion/", "/usr/share/menu/"];

    internal static IReadOnlySet<string> Packages(DpkgDatabase dpkg) => s_needed.FirstOrDefault(package => !dpkg.IsInstalled(package)) is string missing
        ? throw new UsageException($"an image is put together from packages of Debian or Ubuntu, and dpkg knows no {missing} here")
        : dpkg.Closure([.. s_needed, .. s_wanted]);

    internal static LayerContent Of(DpkgDatabase dpkg)
    {
        LayerContent layer = new("system");
        foreach ((string path, string target) in dpkg.MergedFolders)
            layer.AddLink(path, target);
        Add(layer, dpkg, Packages(dpkg));
        // Made when it is installed, and so on nobody's list.
        if (File.Exists(Certificates))
            layer.AddAsItIs(Certificates, Certificates);
        layer.AddText("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n", "/etc/passwd");
        layer.AddText("root:x:0:\nnogroup:x:65534:\n", "/etc/group");
        foreach (string folder in (string[])["/dev", "/proc", "/root", "/run", "/sys", "/var/tmp"])
            layer.AddFolder(folder);
        layer.AddFolder("/tmp", isShared: true);
        return layer;
    }

    internal static void Add(LayerContent layer, DpkgDatabase dpkg, IEnumerable<string> packages)
    {
        foreach (string file in packages.SelectMany(dpkg.FilesOf).Where(static file => file != "/tmp" && IsWanted(file)))
            layer.AddAsItIs(file, file);
    }

    private static bool IsWanted(string file) =>
        file.StartsWith("/usr/share/doc/", StringComparison.Ordinal) ? Path.GetFileName(file) == "copyright"
        : !s_documentation.Any(folder => file.StartsWith(folder, StringComparison.Ordinal));
}
