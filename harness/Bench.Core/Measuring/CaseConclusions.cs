namespace Bench.Core;

/// <summary>Which cases of a run are still open, what became of the others, and how noisy the machine was: written down as it is known.</summary>
/// <param name="notMeasured">Told of each case that ended otherwise than by being measured.</param>
public sealed class CaseConclusions(RunWriter writer, Action<Outcome> notMeasured)
{
    private readonly Dictionary<CaseId, int> _measured = [];
    private readonly HashSet<CaseId> _concluded = [];

    public bool IsOpen(CaseId one) => !_concluded.Contains(one);

    /// <summary>Takes over what an earlier part of the run has concluded.</summary>
    public void Restore(RunRecord? earlier) => _concluded.UnionWith(earlier?.Outcomes.Keys ?? []);

    /// <summary>Counts one measured process.</summary>
    public void Count(CaseId one) => _measured[one] = _measured.GetValueOrDefault(one) + 1;

    /// <summary>Whether any process of the case was measured.</summary>
    public bool IsMeasured(CaseId one) => _measured.ContainsKey(one);

    /// <summary>Concludes a case of which any process was measured.</summary>
    public void ConcludeMeasured(CaseId one)
    {
        if (_measured.GetValueOrDefault(one) is int processes and > 0)
            Conclude(new Outcome.Measured(one, processes));
    }

    /// <summary>The first outcome of a case counts.</summary>
    public void Conclude(Outcome outcome)
    {
        if (!_concluded.Add(outcome.Case))
            return;
        writer.Write(outcome);
        if (outcome is not Outcome.Measured)
            notMeasured(outcome);
    }

    /// <param name="noise">Null when it was not time to look.</param>
    public void Note(NoiseRecord? noise)
    {
        if (noise is not null)
            writer.Write(noise);
    }
}
