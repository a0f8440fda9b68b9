namespace Bench.Fleet;

/// <param name="Source">A folder of the node, which must be there, when it begins with a slash; else a volume's name.</param>
/// <param name="Target">Absolute path in the container.</param>
public sealed record JobMount(string Source, string Target)
{
    public bool IsReadOnly { get; init; }
}
