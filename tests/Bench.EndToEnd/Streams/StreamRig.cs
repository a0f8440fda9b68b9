using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Bench.Core;

namespace Bench.EndToEnd;

/// <summary>A stream of real processes on this machine with a folder, certificate and known servers of its own.</summary>
internal sealed partial class StreamRig(string transport) : IAsyncDisposable
{
    private const string Workflow = """
        name: rig
        host: localhost
        port: 0
        functions:
          - name: triple
          - name: sink
        """;

    private readonly DirectoryInfo _folder = Machine.TemporaryFolder();
    private readonly List<StreamProcess> _processes = [];
    /// <summary>Of the zipper; empty before the first one is ready.</summary>
    internal string EndPoint { get; private set; } = "";

    /// <summary>Of the zipper's certificate.</summary>
    internal string Fingerprint
    {
        get
        {
            string file = Path.Combine(_folder.FullName, "bench-stream", "zipper.pem");
            using X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(file, file);
            return certificate.GetCertHashString(HashAlgorithmName.SHA256);
        }
    }

    /// <summary>Port of the zipper; 0 before the first one is ready.</summary>
    internal int Port => EndPoint.Length == 0 ? 0 : int.Parse(EndPoint.AsSpan(EndPoint.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);

    /// <summary>Starts a zipper, the second time on the port of the first, and waits until it is ready.</summary>
    internal async Task<StreamProcess> ZipperAsync(string workflow = Workflow)
    {
        string file = Path.Combine(_folder.FullName, "workflow.yaml");
        await File.WriteAllTextAsync(file, workflow);
        StreamProcess zipper = Start("zipper", "-c", file, "--port", $"{Port}", "--transport", transport, "--json");
        EndPoint = (await zipper.EventAsync("ready")).Said.GetProperty("endpoint").GetString()!;
        return zipper;
    }

    /// <summary>A client of the zipper, which is ready when this returns.</summary>
    internal async Task<StreamProcess> ClientAsync(params string[] arguments)
    {
        StreamProcess client = Start([.. arguments, "--to", EndPoint, "--transport", transport]);
        if (arguments.Contains("--json"))
            await client.EventAsync("ready");
        else
            await client.UntilAsync(() => !client.Lines.IsEmpty, "its first line");
        return client;
    }

    internal Task<StreamProcess> FunctionAsync(string host = "delegate") => ClientAsync("function", "triple", "--host", host, "--json");

    internal Task<StreamProcess> SourceAsync(int rate) => ClientAsync("source", "--rate", $"{rate}", "--json");

    /// <summary>Shows its messages.</summary>
    internal Task<StreamProcess> SinkAsync() => ClientAsync("sink", "--observe", "0x34");

    internal static Task UntilSeenAsync(StreamProcess sink, int count) => sink.UntilAsync(() => sink.Messages.Count >= count, $"{count} messages");

    /// <summary>Waits for a message with that number or a later one.</summary>
    internal static Task UntilSeenBehindAsync(StreamProcess sink, long id) => sink.UntilAsync(() => sink.Messages.Reverse().Take(100).Any(one => one.Id >= id), $"message {id}");

    /// <summary>What a zipper's log says of the clients of a kind that have gone, in their order.</summary>
    internal static IReadOnlyList<(int In, int Out, int Unsent)> Farewells(StreamProcess zipper, string client) =>
        [.. Farewell().Matches(zipper.Log).Where(match => match.Groups["client"].Value == client)
            .Select(static match => (int.Parse(match.Groups["in"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["out"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["unsent"].ValueSpan, CultureInfo.InvariantCulture)))];

    /// <summary>Waits for the farewell of so many clients of a kind.</summary>
    internal static Task UntilGoneAsync(StreamProcess zipper, string client, int count = 1) => zipper.UntilAsync(() => Farewells(zipper, client).Count >= count, $"the farewell of {client}");

    internal StreamProcess Start(params string[] arguments)
    {
        Command command = BenchCommand.Of(arguments) with { WorkingDirectory = _folder.FullName };
        StreamProcess process = new(command.WithEnvironment("XDG_DATA_HOME", _folder.FullName), Path.Combine(_folder.FullName, $"log-{_processes.Count}"));
        _processes.Add(process);
        return process;
    }

    internal static IReadOnlyList<int> ChildrenOf(int pid) =>
        [.. Directory.GetDirectories($"/proc/{pid}/task").SelectMany(static task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(static child => int.Parse(child, CultureInfo.InvariantCulture))];

    /// <summary>A process that has ended and that nobody has reaped yet, as orphans of these tests, has no command line any more.</summary>
    internal static bool Lives(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    internal static double MillisecondsBetween(long begin, long end) => Stopwatch.GetElapsedTime(begin, end).TotalMilliseconds;

    public async ValueTask DisposeAsync()
    {
        foreach (StreamProcess process in _processes)
            await process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"^bench: (?<client>\w+ '[^']*') at .* \(in (?<in>\d+), out (?<out>\d+), unsent (?<unsent>\d+)\)$", RegexOptions.Multiline)]
    private static partial Regex Farewell();
}
