namespace Bench.Core;

/// <summary>How set-up installs a tool.</summary>
public sealed record Installation
{
    /// <summary>System packages.</summary>
    public IReadOnlyList<string> Apt { get; init; } = [];

    /// <summary>The Debian suite that has them, where it is newer than the machine's own may be.</summary>
    public string? Suite { get; init; }

    /// <summary>Packages of the npm registry with their exact versions, installed below .tools without their scripts.</summary>
    public IReadOnlyList<string> Npm { get; init; } = [];

    /// <summary>Files that are taken out of a package, which is not installed.</summary>
    public Extraction? Extract { get; init; }

    /// <summary>A file below the repository's root that takes a small Debian of <see cref="Suite"/>, or of the machine's own where that is newer, as tar.</summary>
    public string? Debootstrap { get; init; }

    /// <summary>Whether <c>setup</c> installs it unasked; else only when named with <c>--tool</c>.</summary>
    public bool ByDefault { get; init; } = true;

    /// <summary>What is asked of the npm registry, each with its version.</summary>
    public IEnumerable<string> NpmPackages => Extract?.Npm is string npm ? Npm.Append(npm) : Npm;

    /// <summary>What apt has to know.</summary>
    public IEnumerable<string> AptPackages => Extract?.Apt is string apt ? Apt.Append(apt) : Apt;
}
