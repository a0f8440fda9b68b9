using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Bench.Fleet;

// The parts of the engine's documents that are used, under the engine's own names: Docker Engine API 1.41 to 1.45.

internal sealed record VersionAnswer(string ApiVersion);

internal sealed record InfoAnswer(SwarmInfo? Swarm = null);

/// <param name="LocalNodeState"><c>inactive</c>, <c>pending</c>, <c>active</c>, <c>error</c> or <c>locked</c>.</param>
internal sealed record SwarmInfo(
    string LocalNodeState, string NodeAddr = "", bool ControlAvailable = false, string Error = "", IReadOnlyList<SwarmPeer>? RemoteManagers = null);

internal sealed record SwarmPeer(string Addr);

internal sealed record IdAnswer(string ID);

internal sealed record ObjectVersion(ulong Index);

internal sealed record NodeAnswer(string ID, NodeSpecAnswer Spec, NodeDescription? Description = null, NodeStatus? Status = null);

internal sealed record NodeSpecAnswer(string Role = "", string Availability = "", IReadOnlyDictionary<string, string>? Labels = null);

internal sealed record NodeDescription(string Hostname = "", NodeResources? Resources = null, NodeEngine? Engine = null);

internal sealed record NodeResources(long NanoCPUs = 0, long MemoryBytes = 0);

internal sealed record NodeEngine(string EngineVersion = "");

internal sealed record NodeStatus(string State = "", string Addr = "");

/// <param name="Spec">As it came: an update has to repeat what it does not change, also what is not known here.</param>
internal sealed record NodeToUpdate(ObjectVersion Version, JsonObject Spec);

internal sealed record TaskAnswer(
    string ID, DateTimeOffset CreatedAt, TaskStatusAnswer Status, string DesiredState = "", string NodeID = "");

internal sealed record TaskStatusAnswer(DateTimeOffset Timestamp, string State, string? Message = null, string? Err = null, TaskContainer? ContainerStatus = null);

internal sealed record TaskContainer(int ExitCode = 0);

/// <summary>A service or a config, as it is listed.</summary>
internal sealed record ListedAnswer(string ID, DateTimeOffset CreatedAt, ListedSpec Spec);

internal sealed record ListedSpec(string Name, IReadOnlyDictionary<string, string>? Labels = null);

internal sealed record ConfigRequest(string Name, IReadOnlyDictionary<string, string> Labels, ReadOnlyMemory<byte> Data);

internal sealed record ServiceRequest(string Name, IReadOnlyDictionary<string, string> Labels, TaskTemplate TaskTemplate, ServiceMode Mode);

internal sealed record ServiceMode(EmptyObject GlobalJob);

internal sealed record EmptyObject;

internal sealed record TaskTemplate(
    JobContainer ContainerSpec, JobResources Resources, RestartPolicy RestartPolicy, JobPlacement Placement,
    IReadOnlyList<NetworkTarget> Networks, LogDriver LogDriver);

internal sealed record JobContainer(
    string Image, IReadOnlyList<string> Args, IReadOnlyList<string> Env, IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<MountRequest> Mounts, IReadOnlyList<ConfigReference> Configs);

internal sealed record MountRequest(string Type, string Source, string Target, bool ReadOnly);

internal sealed record ConfigReference(ConfigFile File, string ConfigID, string ConfigName);

internal sealed record ConfigFile(string Name, string UID, string GID, int Mode);

internal sealed record JobResources(ResourceLimits? Limits, ResourceReservations? Reservations);

internal sealed record ResourceLimits(long MemoryBytes);

internal sealed record ResourceReservations(long NanoCPUs);

/// <param name="Delay">Nanoseconds.</param>
internal sealed record RestartPolicy(string Condition, long Delay);

internal sealed record JobPlacement(IReadOnlyList<string> Constraints);

internal sealed record NetworkTarget(string Target);

internal sealed record LogDriver(string Name, IReadOnlyDictionary<string, string> Options);

[JsonSourceGenerationOptions(
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VersionAnswer))]
[JsonSerializable(typeof(InfoAnswer))]
[JsonSerializable(typeof(IdAnswer))]
[JsonSerializable(typeof(IReadOnlyList<NodeAnswer>))]
[JsonSerializable(typeof(NodeToUpdate))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(IReadOnlyList<TaskAnswer>))]
[JsonSerializable(typeof(IReadOnlyList<ListedAnswer>))]
[JsonSerializable(typeof(ConfigRequest))]
[JsonSerializable(typeof(ServiceRequest))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
internal sealed partial class SwarmJson : JsonSerializerContext;
