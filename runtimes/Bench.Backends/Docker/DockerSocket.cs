namespace Bench.Backends.Docker;

/// <summary>Where an engine is: the values of DOCKER_HOST, of which only Unix sockets of this machine are talked to.</summary>
public static class DockerSocket
{
    public const string Default = "/var/run/docker.sock";

    private const string Scheme = "unix://";

    /// <summary>Path of the socket that a value names; nothing stands for <see cref="Default"/>.</summary>
    /// <returns>Null where it names none.</returns>
    public static string? In(string? dockerHost) =>
        string.IsNullOrEmpty(dockerHost) ? Default
        : dockerHost.StartsWith(Scheme, StringComparison.Ordinal) ? dockerHost[Scheme.Length..]
        : null;
}
