using Bench.Core;

namespace Bench.Backends;

/// <summary>Makes programs of this repository that are measured.</summary>
internal static class DotNetPublish
{
    /// <remarks>No build servers: they would outlive the step. Intermediate files of its own: forms of one program share file names.</remarks>
    /// <param name="more">Target, and what else makes a form of the program.</param>
    internal static Command CommandOf(Toolbox tools, string project, BuildPaths paths, IEnumerable<string> more) =>
        Command.Of(tools["dotnet"],
            ["publish", project, "-c", "Release", .. more, "--artifacts-path", paths.Scratch, "-o", paths.Output, "--nologo", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false"]);
}
