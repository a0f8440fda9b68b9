using Bench.Core;

namespace Bench.EndToEnd;

/// <summary>A small checkout in a temporary folder with the command line as it was built: whatever a test breaks in it is its own.</summary>
public sealed class Checkout : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(3);

    public Checkout()
    {
        Folder = Machine.TemporaryFolder().FullName;
        File.WriteAllText(Path.Combine(Folder, "Bench.sln"), "");
        foreach (string part in (string[])["workloads", "harness/launcher", "runtimes/Bench.Backends", "runtimes/js", "runtimes/wasm2c"])
            Copy(Path.Combine(Machine.Layout.Root, part), Path.Combine(Folder, part));
        Copy(Path.Combine(Machine.Layout.Root, "artifacts/bin/Bench.Cli/release"), Path.Combine(Folder, "artifacts/publish"));
    }

    public string Folder { get; }

    /// <summary>Prepended to PATH.</summary>
    public string? MorePath { get; set; }

    /// <summary>Added to the environment.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public string PathOf(string relative) => Path.Combine(Folder, relative);

    public Task<CapturedOutput> BenchAsync(params string[] arguments) =>
        ChildProcess.CaptureAsync(BenchCommand(arguments), s_timeout, CancellationToken.None);

    public Command BenchCommand(params string[] arguments)
    {
        Command command = Command.Of("dotnet", [PathOf("artifacts/publish/bench.dll"), .. arguments]) with { WorkingDirectory = Folder };
        foreach ((string name, string value) in Environment)
            command = command.WithEnvironment(name, value);
        return MorePath is null ? command : command.WithEnvironment("PATH", $"{MorePath}:{System.Environment.GetEnvironmentVariable("PATH")}");
    }

    /// <summary>Starts bench and leaves it running; what it prints is in <see cref="Log"/>.</summary>
    public BackgroundProcess Start(params string[] arguments) => BackgroundProcess.Start(BenchCommand(arguments), PathOf("log"));

    public string Log => File.ReadAllText(PathOf("log"));

    /// <summary>Processes whose command line names this checkout.</summary>
    public IReadOnlyList<string> ProcessesLeft()
    {
        List<string> left = [];
        foreach (string process in Directory.GetDirectories("/proc").Where(static one => char.IsAsciiDigit(Path.GetFileName(one)[0])))
        {
            try
            {
                string line = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
                if (line.Contains(Folder, StringComparison.Ordinal))
                    left.Add(line);
            }
            catch (IOException)
            {
                // Ended while it was looked at.
            }
        }
        return left;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
