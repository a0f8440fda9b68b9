namespace Bench.Fleet;

/// <summary>Told how far the nodes are, now and then.</summary>
public interface IFleetProgress
{
    void Show(IReadOnlyList<NodeView> nodes);
}
