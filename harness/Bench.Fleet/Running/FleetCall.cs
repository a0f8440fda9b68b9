using System.Globalization;
using System.Security.Cryptography;
using Bench.Backends.Docker;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Fleet;

/// <summary>One suite on many machines, from the caller's side: orders it, takes what comes back, says how it ended, removes what the engine was given.</summary>
public sealed class FleetCall(SwarmManager swarm, string folder, FleetPatience patience, IFleetProgress progress)
{
    private const string CardsFile = "/run/bench-fleet/nodes.json", EarlierFolder = "/run/bench-fleet/earlier", VolumeFolder = "/run/bench-fleet/volume";
    private const double UnlikeClocksSeconds = 30;

    /// <summary>Orders the suite on all nodes that the plan's conditions choose, and stays until each has ended.</summary>
    /// <exception cref="UsageException">No node matches or takes work, or the manager has gone; what runs goes on.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the nodes go on.</exception>
    public async Task<FleetRecord> BeginAsync(FleetPlan plan, CancellationToken ct)
    {
        NodeChoice choice = NodeChoice.Parse(plan.On);
        IReadOnlyList<SwarmNode> chosen = choice.Among(await swarm.NodesAsync(ct));
        if (!chosen.Any(static node => node.TakesTasks))
            throw new UsageException($"no node takes work: {string.Join(", ", chosen.Select(Standing))}");
        FleetRecord fleet = new()
        {
            Schema = FleetRecord.CurrentSchema,
            Id = RandomNumberGenerator.GetHexString(8, lowercase: true),
            Suite = plan.Suite,
            Arguments = plan.Arguments,
            On = plan.On,
            Image = plan.Image,
            ImageId = plan.ImageId,
            Results = plan.Results,
            Volume = plan.Volume,
            Address = plan.Results == ResultsWay.Stream ? plan.Listen ?? swarm.Address : null,
            Currency = plan.Currency,
            StartedAt = TimeProvider.System.GetUtcNow(),
            Nodes = NodesOf(chosen, []),
            Notes = NotesOn(chosen),
        };
        using IDisposable held = FleetLock.Take(folder);
        return await WithReceiverAsync(fleet, async (watch, stop) =>
        {
            JobConfig cards = await MakeCardsAsync(watch, stop);
            JobSpec spec = SpecOf(watch, $"bench-{fleet.Id}", cards, chosen.Where(static node => node.TakesTasks), attempt: 1) with { Constraints = choice.Constraints };
            watch.Ordered(await swarm.CreateJobAsync(spec, stop));
        }, ct);
    }

    /// <summary>Goes on where nodes failed or were lost: each measures only what it had not; nodes that came since measure all of it.</summary>
    /// <inheritdoc cref="BeginAsync"/>
    public async Task<FleetRecord> ResumeAsync(CancellationToken ct)
    {
        using IDisposable held = FleetLock.Take(folder);
        FleetRecord earlier = await AsItIsAsync(ct);
        if (earlier.Id.Length == 0)
            throw new UsageException($"{folder} was made of logs, and no swarm knows of it: whoever ran these containers has to run them again");
        if (!earlier.Nodes.All(HasEnded) && earlier.Services.Count > 0)
            throw new UsageException($"its nodes may be measuring: ./bench fleet collect {folder} takes that first, ./bench fleet clean ends it");
        await RemoveAsync(earlier, ct);
        IReadOnlyList<SwarmNode> chosen = NodeChoice.Parse(earlier.On).Among(await swarm.NodesAsync(ct));
        FleetNode[] open = [.. earlier.Nodes.Where(static node => node.State != FleetNodeState.Done)];
        SwarmNode[] again = [.. chosen.Where(node => node.TakesTasks && open.Any(one => one.Id == node.Id))];
        SwarmNode[] added = [.. chosen.Where(node => node.TakesTasks && earlier.Nodes.All(one => one.Id != node.Id))];
        if (again.Length + added.Length == 0)
            throw new UsageException(open.Length == 0
                ? "every node has measured all of it: there is nothing to go on with"
                : $"none of the nodes that are missing takes work: {string.Join(", ", open.Select(one => chosen.FirstOrDefault(node => node.Id == one.Id) is SwarmNode node ? Standing(node) : $"{one.Name} has left the swarm"))}");
        // Before anything opens these files to write on.
        Dictionary<string, IReadOnlyList<byte[]>> begun = open.Where(one => again.Any(node => node.Id == one.Id) && CutBack(FleetFolder.NodeFolder(folder, one)))
            .ToDictionary(static one => one.Id, one => EarlierRun.Pack(FleetFolder.NodeFolder(folder, one)));
        FleetRecord fleet = earlier with
        {
            Services = [],
            Configs = [],
            Nodes =
            [
                .. earlier.Nodes.Select(one => again.Any(node => node.Id == one.Id) ? one with { State = FleetNodeState.Waiting, Cause = null, Attempt = one.Attempt + 1, PreparingSeconds = null } : one),
                .. NodesOf(added, earlier.Nodes),
            ],
        };
        return await WithReceiverAsync(fleet, async (watch, stop) =>
        {
            JobConfig cards = await MakeCardsAsync(watch, stop);
            foreach (SwarmNode node in again.Concat(added))
            {
                FleetNode one = watch.Fleet.Nodes.First(known => known.Id == node.Id);
                JobSpec spec = SpecOf(watch, $"bench-{fleet.Id}-{one.Attempt}-{node.Id}", cards, [node], one.Attempt) with { Constraints = [$"node.id=={node.Id}"] };
                if (begun.TryGetValue(node.Id, out IReadOnlyList<byte[]>? parts))
                    spec = await WithEarlierAsync(spec, watch, parts, stop);
                watch.Ordered(await swarm.CreateJobAsync(spec, stop));
            }
        }, ct);
    }

    /// <summary>Takes what the nodes of an order have kept since its caller left, and stays until each has ended.</summary>
    /// <inheritdoc cref="BeginAsync"/>
    public async Task<FleetRecord> CollectAsync(CancellationToken ct)
    {
        using IDisposable held = FleetLock.Take(folder);
        FleetRecord fleet = await AsItIsAsync(ct);
        if (fleet.Nodes.All(HasEnded))
        {
            await RemoveAsync(fleet, ct);
            fleet = fleet with { Services = [], Configs = [], Secret = null };
            FleetFolder.Write(folder, fleet);
            return fleet;
        }
        if (fleet.Services.Count == 0)
        {
            // It may be another swarm: what the record says stays.
            await RemoveAsync(fleet, ct);
            throw new UsageException($"the swarm has nothing of this fleet any more: ./bench fleet run --resume {folder} measures what is missing");
        }
        return await WithReceiverAsync(fleet, static (_, _) => Task.CompletedTask, ct);
    }

    internal static bool HasEnded(FleetNode node) => node.State is FleetNodeState.Done or FleetNodeState.Failed or FleetNodeState.Lost;

    /// <summary>The record with what the swarm has of it: a caller may die before it has written down what it made.</summary>
    private async Task<FleetRecord> AsItIsAsync(CancellationToken ct)
    {
        FleetRecord fleet = FleetFolder.Read(folder);
        if (fleet.Id.Length == 0)
            return fleet;
        string label = $"{FleetLabels.Fleet}={fleet.Id}";
        return fleet with
        {
            Services = [.. (await swarm.ServicesAsync(label, ct)).Select(static one => one.Id)],
            Configs = [.. (await swarm.ConfigsAsync(label, ct)).Select(static one => one.Id)],
        };
    }

    /// <summary>Removes from the engine what was made for a fleet; containers go with their service.</summary>
    private async Task RemoveAsync(FleetRecord fleet, CancellationToken ct)
    {
        foreach (string service in fleet.Services)
            await swarm.RemoveServiceAsync(service, ct);
        foreach (string config in fleet.Configs)
            await swarm.RemoveConfigAsync(config, ct);
    }

    private async Task<FleetRecord> WithReceiverAsync(FleetRecord fleet, Func<FleetWatch, CancellationToken, Task> order, CancellationToken ct)
    {
        using FleetWatch watch = new(swarm, folder, fleet, patience, progress);
        ResultReceiver? receiver = null;
        try
        {
            if (fleet.Results == ResultsWay.Stream)
            {
                ZipperAddress address = ZipperAddress.Parse(fleet.Address!);
                // An address without a port gets a free one, which later callers listen at again.
                try
                {
                    receiver = await ResultReceiver.StartAsync(address.Host, fleet.Address!.Contains(':') ? address.Port : 0, fleet.Secret, watch.Take, ct);
                    watch.Receiver = receiver;
                }
                catch (StreamClosedException e) when (fleet.Services.Count > 0)
                {
                    await Console.Error.WriteLineAsync($"bench: cannot listen at {fleet.Address}: {e.Message}; the nodes put into their logs what nobody takes, and it is read from there");
                }
            }
            watch.Save();
            await OrderAsync(watch, order, ct);
            return await RemovedAsync(watch, await watch.UntilEndedAsync(ct), ct);
        }
        catch (Exception e) when (e is StreamClosedException or FormatException)
        {
            throw new UsageException($"cannot listen at {fleet.Address}: {e.Message}; --listen names an address of this machine that the nodes reach", e);
        }
        finally
        {
            if (receiver is not null)
                await receiver.DisposeAsync();
        }
    }

    /// <exception cref="UsageException">The engine refuses it; nothing of it is left.</exception>
    private async Task OrderAsync(FleetWatch watch, Func<FleetWatch, CancellationToken, Task> order, CancellationToken ct)
    {
        try
        {
            await order(watch, ct);
        }
        catch (DockerException e) when (e.IsRefusal)
        {
            await RemovedAsync(watch, watch.Fleet, ct);
            throw new UsageException(e.Message, e);
        }
    }

    private async Task<FleetRecord> RemovedAsync(FleetWatch watch, FleetRecord fleet, CancellationToken ct)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience.Removal);
        try
        {
            await RemoveAsync(fleet, limit.Token);
            return watch.Removed();
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new UsageException($"what nodes have measured is here, but the manager does not remove what was made for it: ./bench fleet collect {folder} tries again", e);
        }
    }

    private async Task<JobConfig> MakeCardsAsync(FleetWatch watch, CancellationToken ct)
    {
        byte[] cards = NodeCard.Write(watch.Fleet.Nodes.ToDictionary(static node => node.Id, static node => new NodeCard(node.VmType, node.Label)));
        string name = $"bench-{watch.Fleet.Id}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
        string id = await swarm.CreateConfigAsync(name, cards, LabelsOf(watch.Fleet), ct);
        watch.Made(id);
        return new JobConfig(id, name, CardsFile);
    }

    private async Task<JobSpec> WithEarlierAsync(JobSpec spec, FleetWatch watch, IReadOnlyList<byte[]> parts, CancellationToken ct)
    {
        List<JobConfig> configs = [.. spec.Configs];
        foreach ((int part, byte[] data) in parts.Index())
        {
            string name = $"{spec.Name}-{EarlierRun.NameOf(part)}";
            string id = await swarm.CreateConfigAsync(name, data, LabelsOf(watch.Fleet), ct);
            watch.Made(id);
            configs.Add(new JobConfig(id, name, $"{EarlierFolder}/{EarlierRun.NameOf(part)}"));
        }
        return spec with { Configs = configs, Environment = new Dictionary<string, string>(spec.Environment) { [MemberSettings.EarlierVariable] = EarlierFolder } };
    }

    private static JobSpec SpecOf(FleetWatch watch, string name, JobConfig cards, IEnumerable<SwarmNode> nodes, int attempt)
    {
        FleetRecord fleet = watch.Fleet;
        Dictionary<string, string> environment = new()
        {
            [MemberSettings.FleetVariable] = fleet.Id,
            [MemberSettings.NodeVariable] = "{{.Node.ID}}",
            [MemberSettings.NodeNameVariable] = "{{.Node.Hostname}}",
            [MemberSettings.NodesVariable] = CardsFile,
            [MemberSettings.AttemptVariable] = attempt.ToString(CultureInfo.InvariantCulture),
        };
        if (fleet.ImageId is string image)
            environment[MemberSettings.ImageVariable] = image;
        if (watch.Receiver is ResultReceiver receiver)
        {
            environment[MemberSettings.AddressVariable] = receiver.Address;
            environment[MemberSettings.PinVariable] = receiver.Pin;
            environment[MemberSettings.SecretVariable] = receiver.Secret;
        }
        if (fleet.Volume is not null)
            environment[MemberSettings.VolumeVariable] = VolumeFolder;
        return new JobSpec
        {
            Name = name,
            Image = fleet.Image,
            Arguments = ["fleet-member", .. fleet.Arguments],
            Environment = environment,
            Labels = LabelsOf(fleet),
            Configs = [cards],
            Mounts = fleet.Volume is string volume ? [new JobMount(volume, VolumeFolder)] : [],
            // The node's own network: nothing stands between it and the caller, and one suite at a time holds for the whole node.
            HostNetwork = true,
            ReservedCpus = nodes.Min(static node => node.Cpus),
        };
    }

    private static Dictionary<string, string> LabelsOf(FleetRecord fleet) => new() { [FleetLabels.Fleet] = fleet.Id };

    /// <summary>As they stand in the record; names are those of folders, and different.</summary>
    private static List<FleetNode> NodesOf(IReadOnlyList<SwarmNode> nodes, IReadOnlyList<FleetNode> known)
    {
        HashSet<string> taken = [.. known.Select(static node => node.Name)];
        List<FleetNode> all = [];
        foreach (SwarmNode node in nodes)
        {
            string name = FleetNode.IsName(node.Name) && taken.Add(node.Name) ? node.Name : node.Id;
            string? type = node.Labels.GetValueOrDefault(NodeLabels.VmType);
            double? price = NodeLabels.PriceIn(node.Labels) is decimal hour && (double)hour <= FleetNode.LargestPrice ? (double)hour : null;
            bool isOnlyOne = nodes.Count(other => other.Labels.GetValueOrDefault(NodeLabels.VmType) == type) + known.Count(other => other.VmType == type) == 1;
            all.Add(new FleetNode(node.Id, name, type, price, node.TakesTasks ? FleetNodeState.Waiting : FleetNodeState.Lost, node.TakesTasks ? null : $"it took no work when the run began: {Standing(node)}")
            {
                Label = type is null ? name : isOnlyOne ? null : $"{type} {name}",
            });
        }
        return all;
    }

    private static string Standing(SwarmNode node) => $"{node.Name} is {(node.State == NodeState.Ready ? node.Availability switch { "pause" => "paused", "drain" => "drained", _ => node.Availability } : node.State.ToString().ToLowerInvariant())}";

    private static IReadOnlyList<string> NotesOn(IReadOnlyList<SwarmNode> nodes) => nodes.GroupBy(static node => node.EngineVersion).ToArray() is { Length: > 1 } engines
        ? [$"the nodes have unlike engines: {string.Join("; ", engines.Select(static group => $"{group.Key} on {string.Join(", ", group.Select(static node => node.Name))}"))}"]
        : [];

    /// <summary>Cuts a run off behind the last process that was closed, as whoever goes on with it does.</summary>
    /// <returns>Whether there is anything to go on with.</returns>
    /// <exception cref="UsageException">It cannot be written, or is no run.</exception>
    private static bool CutBack(string run)
    {
        string file = RunFolder.RunFile(run);
        if (!File.Exists(file))
            return false;
        if (!HasLine(file))
        {
            File.Delete(file);   // not even a header came
            return false;
        }
        RunWriter.Append(run).Dispose();
        return true;
    }

    private static bool HasLine(string file)
    {
        using FileStream stream = File.OpenRead(file);
        for (int next; (next = stream.ReadByte()) >= 0;)
            if (next == '\n')
                return true;
        return false;
    }

    internal static string? ClockNote(FleetLine.Begin begin, DateTimeOffset now)
    {
        double seconds = begin.UnixNs / 1e9 - now.ToUnixTimeMilliseconds() / 1e3;
        return Math.Abs(seconds) < UnlikeClocksSeconds ? null
            : $"the clock of {begin.Name} is {TimeSpan.FromSeconds(Math.Abs(seconds)):d\\.hh\\:mm\\:ss} {(seconds > 0 ? "ahead of" : "behind")} this machine's; its run has its own times";
    }
}
