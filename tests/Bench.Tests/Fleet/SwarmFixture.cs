using System.Globalization;
using Bench.Backends.Docker;
using Bench.Core;
using Bench.Fleet;
using Bench.Lab;
using Bench.Tests.Docker;

namespace Bench.Tests;

/// <summary>A swarm of two machines for all tests of the collection, and a small program that both have an image of.</summary>
public sealed class SwarmFixture : IAsyncLifetime
{
    /// <summary>Says its lines, waits, and ends, at once when it is asked to: the first process of a container has to say so.</summary>
    private const string Source = """
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <unistd.h>
        int main(int argc, char **argv)
        {
            signal(SIGTERM, _exit);
            /* count, length, pause in ms after each, exit code */
            int count = atoi(argv[1]), length = atoi(argv[2]), pause = atoi(argv[3]);
            char *line = malloc(length + 2);
            for (int i = 0; i < count; i++) {
                int used = snprintf(line, length + 2, "%s %d ", getenv("NODE"), i);
                for (; used < length; used++)
                    line[used] = 'a' + i % 26;
                line[length] = '\n';
                fwrite(line, 1, length + 1, stdout);
                fflush(stdout);
                usleep(pause * 1000);
            }
            fprintf(stderr, "end of %s\n", getenv("TASK"));
            FILE *config = argc > 5 ? fopen(argv[5], "r") : NULL;
            while (config && fgets(line, length, config))
                fputs(line, stderr);
            return atoi(argv[4]);
        }
        """;

    internal const string Image = "localhost/bench-swarm:1";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("bench-test-").FullName;
    private SwarmLab? _lab;
    private SwarmManager? _manager;
    private int _jobs;

    /// <summary>Why there is none; null when there is one.</summary>
    public string? Missing { get; private set; }

    internal SwarmLab Lab => _lab!;

    internal SwarmManager Manager => _manager!;

    internal SwarmLabNode First => Lab.Nodes[0];

    internal SwarmLabNode Second => Lab.Nodes[1];

    public async Task InitializeAsync()
    {
        Toolbox tools = DockerFixture.ToolboxIn(_folder);
        Missing = await SwarmLab.MissingAsync(default)
            ?? (await tools.ProbeAsync("clang", default) is Availability.Missing missing ? $"{missing.Reason}; {missing.Remedy}" : null);
        if (Missing is not null)
            return;
        string source = Path.Combine(_folder, "program.c"), program = Path.Combine(_folder, "program");
        await File.WriteAllTextAsync(source, Source);
        CapturedOutput compiled = await ChildProcess.CaptureAsync(Command.Of(tools["clang"], "-O1", "-static", source, "-o", program), s_patience, default);
        Assert.True(compiled.Succeeded, compiled.Describe());
        _lab = await SwarmLab.StartAsync(new SwarmLabOptions { Nodes = [new() { Labels = Labels("a.small") }, new() { Cores = "0", Labels = Labels("b.large") }] }, default);
        foreach (SwarmLabNode node in _lab.Nodes)
            await node.ImportAsync(program, Image, default);
        _manager = await SwarmManager.ConnectAsync(First.DockerHost, default);
    }

    public async Task DisposeAsync()
    {
        _manager?.Dispose();
        if (_lab is not null)
            await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A job of the program with an id of its own.</summary>
    internal JobSpec Job(int lines, int length = 40, int pauseMs = 0, int exitCode = 0) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"bench-test-{Interlocked.Increment(ref _jobs)}"),
        Image = Image,
        Arguments = [.. ((int[])[lines, length, pauseMs, exitCode]).Select(static one => one.ToString(CultureInfo.InvariantCulture))],
        Environment = new Dictionary<string, string> { ["NODE"] = "{{.Node.Hostname}}", ["TASK"] = "{{.Task.ID}}" },
        HostNetwork = true,
    };

    /// <summary>Waits for so many tasks of the service to have ended.</summary>
    internal async Task<IReadOnlyList<SwarmTask>> EndedAsync(string service, int count)
    {
        IReadOnlyList<SwarmTask> tasks = [];
        await UntilAsync(async () => (tasks = await Manager.TasksAsync(service, default)).Count(static task => task.HasEnded) == count, "tasks to end");
        return tasks;
    }

    internal async Task<IReadOnlyList<ServiceLogLine>> LinesAsync(string service)
    {
        using CancellationTokenSource limit = new(s_patience);
        List<ServiceLogLine> lines = [];
        await foreach (ServiceLogLine line in Manager.LogsAsync(service, follow: false, limit.Token))
            lines.Add(line);
        return lines;
    }

    internal static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        using CancellationTokenSource limit = new(s_patience);
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested, $"waited in vain for {what}");
            await Task.Delay(20);
        }
    }

    internal static async Task<int> ContainersAsync(SwarmLabNode node)
    {
        using DockerEngine engine = await node.ConnectAsync(default);
        return (await engine.ListAsync(Owner.Label, default)).Count;
    }

    private static Dictionary<string, string> Labels(string type) => new() { ["vm.type"] = type };
}
