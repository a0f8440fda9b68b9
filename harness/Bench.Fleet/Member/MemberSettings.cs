using System.Globalization;
using Bench.Core;

namespace Bench.Fleet;

/// <summary>What a container of a fleet is told in its environment, beside the suite that is on its command line.</summary>
public sealed record MemberSettings
{
    public const string FleetVariable = "BENCH_FLEET_ID";
    public const string NodeVariable = "BENCH_NODE_ID";
    public const string NodeNameVariable = "BENCH_NODE_NAME";
    public const string NodesVariable = "BENCH_FLEET_NODES";
    public const string VmTypeVariable = "BENCH_VM_TYPE";
    public const string AttemptVariable = "BENCH_FLEET_ATTEMPT";
    public const string ImageVariable = "BENCH_FLEET_IMAGE";
    public const string AddressVariable = "BENCH_FLEET_ADDRESS";
    public const string PinVariable = "BENCH_FLEET_PIN";
    public const string SecretVariable = "BENCH_FLEET_SECRET";
    public const string VolumeVariable = "BENCH_FLEET_VOLUME";
    public const string EarlierVariable = "BENCH_FLEET_EARLIER";

    public required string Fleet { get; init; }
    public required string Node { get; init; }
    public required string NodeName { get; init; }
    public int Attempt { get; init; } = 1;

    /// <summary>As price lists call the machine; null where nobody has said.</summary>
    public string? VmType { get; init; }

    /// <summary>Tells the machine from another of the same type; null where it is the only one.</summary>
    public string? Label { get; init; }

    /// <summary>The image that the caller means; null where it does not care.</summary>
    public string? Image { get; init; }

    /// <summary>HOST:PORT of the caller's zipper, its certificate's fingerprint, and the secret that lets this node in; for <see cref="ResultsWay.Stream"/>.</summary>
    public (string Address, string Pin, string Secret)? Caller { get; init; }

    /// <summary>The folder that is shared with the caller; for <see cref="ResultsWay.Volume"/>.</summary>
    public string? Volume { get; init; }

    /// <summary>Folder with what an earlier attempt has measured already, in parts of <see cref="EarlierRun"/>; null for a new run.</summary>
    public string? Earlier { get; init; }

    /// <summary>Where a node's run stands in the shared folder: apart for each attempt, because the one before may still be writing.</summary>
    internal static string FolderIn(string volume, string fleet, string node, int attempt) =>
        Path.Combine(volume, fleet, attempt == 1 ? node : string.Create(CultureInfo.InvariantCulture, $"{node}.{attempt}"));

    /// <exception cref="UsageException">A variable is missing or malformed.</exception>
    public static MemberSettings FromEnvironment(Func<string, string?> variable)
    {
        string? Optional(string name) => variable(name) is { Length: > 0 } value ? value : null;
        string Required(string name) => Optional(name) ?? throw new UsageException($"{name} is not set: this verb is run by the containers of ./bench fleet run");
        string node = Required(NodeVariable);
        if (!FleetLine.IsNode(node))
            throw new UsageException($"{NodeVariable} '{node}' is no id of a node");
        if (!int.TryParse(Optional(AttemptVariable) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out int attempt) || attempt < 1)
            throw new UsageException($"{AttemptVariable} is '{variable(AttemptVariable)}', which is no number above 0");
        NodeCard? card = Optional(NodesVariable) is string file ? NodeCard.Load(file).GetValueOrDefault(node) : null;
        return new MemberSettings
        {
            Fleet = Required(FleetVariable),
            Node = node,
            NodeName = Optional(NodeNameVariable) ?? node,
            Attempt = attempt,
            VmType = Optional(VmTypeVariable) ?? card?.VmType,
            Label = card?.Label,
            Image = Optional(ImageVariable),
            Caller = Optional(AddressVariable) is string address ? (address, Required(PinVariable), Required(SecretVariable)) : null,
            Volume = Optional(VolumeVariable),
            Earlier = Optional(EarlierVariable),
        };
    }
}
