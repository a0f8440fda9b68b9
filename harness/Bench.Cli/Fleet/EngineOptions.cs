using System.CommandLine;
using Bench.Backends.Docker;
using Bench.Core;

namespace Bench.Cli;

/// <summary>Container engines that a verb talks to.</summary>
internal sealed class EngineOptions
{
    private const string Default = $"unix://{DockerSocket.Default}";

    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(5);

    private readonly Option<string[]> _host = new("--host") { Description = "An engine's socket (may be repeated); DOCKER_HOST or the usual one if not given", HelpName = "unix:///…" };

    internal void AddTo(Command command) => command.Options.Add(_host);

    /// <summary>Does the same with each, one after the other.</summary>
    /// <exception cref="UsageException">One is no Unix socket, does not answer, or refuses.</exception>
    internal async Task ForEachAsync(ParseResult parsed, Func<string, DockerEngine, Task> work, CancellationToken ct)
    {
        foreach (string host in HostsOf(parsed))
        {
            string socket = (host.Length > 0 ? DockerSocket.In(host) : null) ?? throw new UsageException($"--host {host}: only engines behind a Unix socket of this machine can be talked to (unix:///…)");
            try
            {
                using DockerEngine engine = await DockerEngine.ConnectAsync(socket, s_answer, ct);
                await work(host, engine);
            }
            catch (DockerException e)
            {
                throw new UsageException($"{host}: {e.Message}", e);
            }
        }
    }

    private string[] HostsOf(ParseResult parsed) => parsed.GetValue(_host) is { Length: > 0 } hosts ? hosts
        : Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host ? [host]
        : [Default];
}
