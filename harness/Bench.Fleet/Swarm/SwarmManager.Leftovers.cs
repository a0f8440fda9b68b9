using Bench.Backends.Docker;

namespace Bench.Fleet;

public sealed partial class SwarmManager
{
    private const string Service = "service", Config = "config";

    /// <summary>What harnesses have made in this swarm and is still there: services first, because they use configs.</summary>
    public async Task<IReadOnlyList<FleetLeftover>> LeftoversAsync(CancellationToken ct) =>
    [
        .. (await ServicesAsync(Owner.Label, ct)).Where(static one => Owner.IsOne(one.Labels[Owner.Label]))
            .Select(static one => new FleetLeftover(Service, one.Id, one.Name, one.CreatedAt, Owner.IsAlive(one.Labels[Owner.Label]))),
        .. (await ConfigsAsync(Owner.Label, ct)).Where(static one => Owner.IsOne(one.Labels[Owner.Label]))
            .Select(static one => new FleetLeftover(Config, one.Id, one.Name, one.CreatedAt, Owner.IsAlive(one.Labels[Owner.Label]))),
    ];

    public Task RemoveAsync(FleetLeftover leftover, CancellationToken ct) =>
        leftover.Kind == Service ? RemoveServiceAsync(leftover.Id, ct) : RemoveConfigAsync(leftover.Id, ct);
}
