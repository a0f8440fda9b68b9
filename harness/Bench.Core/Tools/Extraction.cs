namespace Bench.Core;

/// <summary>Files of a package that are wanted without the rest of it. One of <see cref="Npm"/> and <see cref="Apt"/> is given.</summary>
public sealed record Extraction
{
    /// <summary>Name and exact version.</summary>
    public string? Npm { get; init; }

    /// <summary>Name; whatever version, if the files are the known ones.</summary>
    public string? Apt { get; init; }

    /// <summary>The files are in the first package that <see cref="Apt"/> depends on: a kernel's own name changes with each update, and only the package that names the current one stays.</summary>
    public bool OfDependency { get; init; }

    /// <summary>A folder below the repository's root, which is replaced as a whole.</summary>
    public required string Into { get; init; }

    public required IReadOnlyList<ExtractedFile> Files { get; init; }
}

/// <param name="Path">In the package; a <c>*</c> stands for what changes from version to version, and the first that fits is taken.</param>
/// <param name="As">Its name in the folder.</param>
/// <param name="Sha256">64 hexadecimal digits; null for a notice, whose wording may change, and for what each update of a system package changes: apt has checked the package's signature.</param>
/// <param name="Architecture">The only one that it is for: <c>x64</c> or <c>arm64</c>.</param>
public sealed record ExtractedFile(string Path, string As, string? Sha256 = null, string? Architecture = null);
