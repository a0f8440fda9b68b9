using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.Backends.Docker;

/// <summary>A WebAssembly module under this machine's Node, with the libraries that Node is linked with, over a small Debian.</summary>
internal sealed partial record NodeRecipe : LayeredRecipe
{
    private const string Node = "/usr/bin/node";
    private const string Host = "/opt/wasi.cjs";

    private static readonly TimeSpan s_ask = TimeSpan.FromSeconds(20);

    internal override string Description => "FROM debian (debootstrap, minbase), Node with its libraries";

    protected override string File => "program.wasm";

    protected override IReadOnlyList<string> EntryPoint => [Node, .. JavaScriptFamily.NodeOptions, Host, "/program.wasm"];

    internal override async Task<string?> BaseAsync(DockerEngine engine, Toolbox tools, CancellationToken ct)
    {
        string debian = await DebianRecipe.ImportAsync(engine, tools, ct);
        string node = System.IO.File.ResolveLinkTarget(tools["node"], returnFinalTarget: true)?.FullName ?? tools["node"];
        string host = JavaScriptFamily.HostFile(tools);
        string tag = "node-" + await ImageTar.DigestAsync(node, debian + await System.IO.File.ReadAllTextAsync(host, ct), ct);
        return await LayerAsync(engine, debian, tag, [(node, Node), (host, Host), .. (await LibrariesAsync(node, ct)).Select(static one => (one, InImage(one)))], ct);
    }

    /// <summary>The loader and all that it would load, so that nothing depends on what the distribution's image has.</summary>
    private static async Task<IReadOnlyList<string>> LibrariesAsync(string program, CancellationToken ct)
    {
        CapturedOutput answer = await ChildProcess.CaptureAsync(Command.Of("ldd", program), s_ask, ct);
        // A program that is linked statically has none, and ldd says so by its exit code.
        return [.. LibraryPattern().Matches(answer.Stdout).Select(static match => match.Groups[1].Value)];
    }

    /// <summary>/lib and /lib64 are links to folders below /usr in the image, and a layer must not put folders in their place.</summary>
    private static string InImage(string library) => library.StartsWith("/lib", StringComparison.Ordinal) ? "/usr" + library : library;

    [GeneratedRegex(@"(?:=> |^\s*)(/\S+) \(0x", RegexOptions.Multiline)]
    private static partial Regex LibraryPattern();
}
