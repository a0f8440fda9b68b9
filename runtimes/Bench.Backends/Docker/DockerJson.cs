using System.Text.Json.Serialization;

namespace Bench.Backends.Docker;

// The parts of the engine's documents that are used, under the engine's own names: Docker Engine API 1.41 to 1.45.

public sealed record EngineVersion(string Version, string ApiVersion);

/// <param name="CgroupDriver"><c>cgroupfs</c>, <c>systemd</c> or <c>none</c>.</param>
/// <param name="Runtimes">By the names under which containers ask for them.</param>
public sealed record EngineInfo(string? CgroupDriver, string? CgroupVersion, IReadOnlyDictionary<string, RuntimeInfo>? Runtimes);

/// <param name="Path">Of its program; null where the engine has it built in.</param>
public sealed record RuntimeInfo([property: JsonPropertyName("path")] string? Path);

internal sealed record ErrorAnswer([property: JsonPropertyName("message")] string? Message);

/// <summary>A line of the progress that an import reports: trouble comes in it, under status 200.</summary>
internal sealed record ProgressLine([property: JsonPropertyName("status")] string? Status, [property: JsonPropertyName("error")] string? Error);

internal sealed record ImageAnswer(string Id, long Size);

/// <param name="RepoTags">Names; null or empty for one that lost them.</param>
/// <param name="Size">Bytes of its layers, unpacked.</param>
/// <param name="Created">Seconds since 1970.</param>
public sealed record ImageListed(string Id, IReadOnlyList<string>? RepoTags, long Size, long Created, IReadOnlyDictionary<string, string>? Labels);

internal sealed record CreateAnswer(string Id);

internal sealed record WaitAnswer(int StatusCode, WaitError? Error);

internal sealed record WaitError(string? Message);

public sealed record ContainerListed(string Id, IReadOnlyDictionary<string, string>? Labels);

/// <param name="OOMKilled">Set a moment after the end by the engine, and not by every one.</param>
/// <param name="Error">Why the container could not be started; empty when it could.</param>
public sealed record ContainerState(bool Running, bool OOMKilled, int ExitCode, string? Error);

/// <param name="Created">When the engine began to make it.</param>
public sealed record ContainerDetails(DateTimeOffset Created, ContainerState State);

/// <param name="TimeNano">Nanoseconds since 1970.</param>
internal sealed record EngineEvent([property: JsonPropertyName("timeNano")] long TimeNano);

internal sealed record CreateRequest(
    string Image, IReadOnlyList<string> Cmd, IReadOnlyDictionary<string, string> Labels,
    bool AttachStdin, bool OpenStdin, bool StdinOnce, bool AttachStdout, bool AttachStderr, bool NetworkDisabled, HostConfig HostConfig);

internal sealed record HostConfig(
    string NetworkMode, bool ReadonlyRootfs, IReadOnlyList<string> CapDrop, IReadOnlyList<string> SecurityOpt,
    long Memory, long MemorySwap, long PidsLimit, long NanoCpus, string CpusetCpus, string CgroupParent, LogConfig LogConfig,
    string? Runtime, IReadOnlyDictionary<string, string>? Annotations);

internal sealed record LogConfig(string Type);

/// <summary>The part of dockerd's configuration file that is used. Source: dockerd(8), "daemon configuration file".</summary>
internal sealed record EngineConfiguration([property: JsonPropertyName("runtimes")] IReadOnlyDictionary<string, RuntimeEntry> Runtimes);

internal sealed record RuntimeEntry([property: JsonPropertyName("path")] string Path, [property: JsonPropertyName("runtimeArgs")] IReadOnlyList<string> Arguments);

[JsonSerializable(typeof(EngineConfiguration))]
[JsonSerializable(typeof(EngineVersion))]
[JsonSerializable(typeof(EngineInfo))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(ProgressLine))]
[JsonSerializable(typeof(ImageAnswer))]
[JsonSerializable(typeof(CreateAnswer))]
[JsonSerializable(typeof(WaitAnswer))]
[JsonSerializable(typeof(ContainerDetails))]
[JsonSerializable(typeof(EngineEvent))]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<ContainerListed>))]
[JsonSerializable(typeof(IReadOnlyList<ImageListed>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
internal sealed partial class DockerJson : JsonSerializerContext;
