using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Bench.Backends;
using Bench.Core;

// Runs all test projects, says which backends they could use, and closes with one line that counts.

RepoLayout layout = RepoLayout.Find(AppContext.BaseDirectory);
string results = Path.Combine(layout.Root, "artifacts", "test-results");
if (Directory.Exists(results))
    Directory.Delete(results, recursive: true);

await ShowBackendsAsync();

ProcessStartInfo start = new("dotnet")
{
    WorkingDirectory = layout.Root,
    ArgumentList =
    {
        "test", "Bench.sln", "--configuration", "Release", "--nologo", "--logger", "trx", "--logger", "console;verbosity=normal",
        // A test that hangs is named and ended; the suite goes on failing, but it ends.
        "--blame-hang-timeout", "5m", "--blame-hang-dump-type", "none",
        "--results-directory", results, "-nodeReuse:false", "-p:UseSharedCompilation=false",
        // One test project at a time: the end-to-end tests measure, and would hear the others.
        "-maxcpucount:1",
    },
};
foreach (string more in args)
    start.ArgumentList.Add(more);
using Process tests = Process.Start(start)!;
if (!tests.WaitForExit(TimeSpan.FromMinutes(50)))
{
    tests.Kill(entireProcessTree: true);
    Console.WriteLine("the tests were ended after 50 minutes");
}

int passed = 0, failed = 0, skipped = 0;
List<XDocument> reports = [.. (Directory.Exists(results) ? Directory.GetFiles(results, "*.trx") : []).Select(static file => XDocument.Load(file))];
foreach (XDocument report in reports)
{
    XElement counters = Named(report, "Counters").First();
    int Count(string name) => (int)counters.Attribute(name)!;
    passed += Count("passed");
    failed += Count("total") - Count("passed") - (Count("total") - Count("executed"));
    skipped += Count("total") - Count("executed");
}
if (tests.ExitCode != 0 && failed == 0)
{
    // A build that broke or a test host that crashed has counted nothing, and is no success.
    Console.WriteLine("the test run itself failed");
    failed++;
}
await ShowBackendsAsync();
Console.Write(Failures());
Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
return failed == 0 && passed > 0 ? 0 : 1;

// The output of a run is long, and often only its end is kept: what failed is said there again.
string Failures()
{
    StringBuilder text = new();
    foreach (XElement failure in reports.SelectMany(static report => Named(report, "UnitTestResult")).Where(static one => (string?)one.Attribute("outcome") == "Failed"))
    {
        string message = Named(failure, "Message").FirstOrDefault()?.Value ?? "";
        text.Append(CultureInfo.InvariantCulture, $"failed: {(string?)failure.Attribute("testName")}\n");
        foreach (string line in message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(6))
            text.Append(CultureInfo.InvariantCulture, $"    {(line.Length > 300 ? line[..300] : line)}\n");
    }
    return text.ToString();
}

static IEnumerable<XElement> Named(XContainer within, string name) => within.Descendants().Where(element => element.Name.LocalName == name);

async Task ShowBackendsAsync()
{
    Toolbox tools = new(layout, ToolCatalog.Load(layout.ToolsFile));
    await using BackendCatalog catalog = BackendCatalog.Discover();
    List<string> ready = [], missing = [];
    foreach (Backend backend in catalog.All)
        switch (await backend.ProbeAsync(tools, CancellationToken.None))
        {
            case Availability.Ready: ready.Add(backend.Id); break;
            case Availability.Missing: missing.Add(backend.Id); break;
            default: break;
        }
    Console.WriteLine($"backends ready: {ready.Count} ({string.Join(", ", ready)})");
    Console.WriteLine($"backends missing: {missing.Count} ({string.Join(", ", missing)})");
}
