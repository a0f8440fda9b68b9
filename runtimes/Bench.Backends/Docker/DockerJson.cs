using System.Text.Json.Serialization;

namespace Bench.Backends.Docker;

// The parts of the engine's documents that are used, under the engine's own names: Docker Engine API 1.41 to 1.45.

public sealed record EngineVersion(string Version, string ApiVersion);

/// <param name="CgroupDriver"><c>cgroupfs</c>, <c>systemd</c> or <c>none</c>.</param>
public sealed record EngineInfo(string? CgroupDriver, string? CgroupVersion);

internal sealed record ErrorAnswer([property: JsonPropertyName("message")] string? Message);

/// <summary>A line of the progress that an import reports: trouble comes in it, under status 200.</summary>
internal sealed record ProgressLine([property: JsonPropertyName("status")] string? Status, [property: JsonPropertyName("error")] string? Error);

internal sealed record ImageAnswer(string Id, long Size);

internal sealed record CreateAnswer(string Id);

internal sealed record WaitAnswer(int StatusCode, WaitError? Error);

internal sealed record WaitError(string? Message);

public sealed record ContainerListed(string Id, IReadOnlyDictionary<string, string>? Labels);

/// <param name="OOMKilled">Set a moment after the end by the engine, and not by every one.</param>
/// <param name="Error">Why the container could not be started; empty when it could.</param>
public sealed record ContainerState(bool Running, bool OOMKilled, int ExitCode, string? Error);

internal sealed record InspectAnswer(ContainerState State);

internal sealed record CreateRequest(
    string Image, IReadOnlyList<string> Cmd, IReadOnlyDictionary<string, string> Labels,
    bool AttachStdin, bool OpenStdin, bool StdinOnce, bool AttachStdout, bool AttachStderr, bool NetworkDisabled, HostConfig HostConfig);

internal sealed record HostConfig(
    string NetworkMode, bool ReadonlyRootfs, IReadOnlyList<string> CapDrop, IReadOnlyList<string> SecurityOpt,
    long Memory, long MemorySwap, long PidsLimit, string CpusetCpus, string CgroupParent, LogConfig LogConfig);

internal sealed record LogConfig(string Type);

[JsonSerializable(typeof(EngineVersion))]
[JsonSerializable(typeof(EngineInfo))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(ProgressLine))]
[JsonSerializable(typeof(ImageAnswer))]
[JsonSerializable(typeof(CreateAnswer))]
[JsonSerializable(typeof(WaitAnswer))]
[JsonSerializable(typeof(InspectAnswer))]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(IReadOnlyList<ContainerListed>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
internal sealed partial class DockerJson : JsonSerializerContext;
