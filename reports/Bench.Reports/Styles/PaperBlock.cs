namespace Bench.Reports;

/// <summary>What stands in one block of the published style: all cases of one machine and one size.</summary>
/// <param name="Machine">How the block is titled.</param>
public sealed record PaperBlock(string Machine, string Size, IReadOnlyList<PaperCase> Cases)
{
    /// <summary>Cases that were not measured at this size, only where asked for.</summary>
    public IReadOnlyList<Extrapolation> Extrapolations { get; init; } = [];

    /// <summary>What a mean is over.</summary>
    public Replicates Replicates { get; init; } = Replicates.Processes;

    /// <summary>Lines below the block that say what it cannot show.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
