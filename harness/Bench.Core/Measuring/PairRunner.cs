namespace Bench.Core;

/// <summary>One side of a comparison: where its tools and artifacts are, and where its rows go.</summary>
public sealed record PairSide(Toolbox Tools, ArtifactStore Store, RunWriter Writer);

/// <summary>The same case of both sides.</summary>
public sealed record CasePair(PlannedCase Baseline, PlannedCase Candidate)
{
    public CaseId Id => Baseline.Id;
}

/// <summary>Measures two sides in turn, so that whatever the machine does meanwhile happens to both: a process of the one, and right beside it one of the other.</summary>
/// <remarks>Rounds in which every case has its turn, in an order that the seed draws; which side goes first is drawn anew each time.</remarks>
public sealed class PairRunner(PairSide baseline, PairSide candidate, RunOptions options, string? launcher, IRunProgress progress, TimeProvider time)
{
    private readonly Side _baseline = new(baseline, options, launcher, progress), _candidate = new(candidate, options, launcher, progress);
    private readonly NoiseWatch _noise = new(options.PinnedCore, time);
    private int _sequence;

    /// <exception cref="OperationCanceledException">Cancelled; what was measured is kept.</exception>
    /// <exception cref="UsageException">The results cannot be written.</exception>
    public async Task RunAsync(IReadOnlyList<CasePair> cases, ulong seed, CancellationToken ct)
    {
        await PrepareAsync(cases, ct);
        if (options.Count)
            foreach (CasePair pair in cases)
                foreach (Side side in (Side[])[_baseline, _candidate])
                    await RunAsync(side, side == _baseline ? pair.Baseline : pair.Candidate, WorkKind.Count, 1, ct);
        Look(_noise.Look());
        SplitMix random = new(seed);
        CasePair[] round = [.. cases];
        long begin = time.GetTimestamp();
        for (int process = 1, done = 0, total = 2 * options.Processes * round.Length; process <= options.Processes; process++)
        {
            random.Shuffle<CasePair>(round);
            foreach (CasePair pair in round)
            {
                bool candidateFirst = random.Below(2) == 1;
                foreach (Side side in candidateFirst ? (Side[])[_candidate, _baseline] : [_baseline, _candidate])
                {
                    PlannedCase one = side == _baseline ? pair.Baseline : pair.Candidate;
                    progress.Measuring(done, total, new WorkItem(one, WorkKind.Execute, process), done < cases.Count ? null : time.GetElapsedTime(begin) / done * (total - done));
                    await RunAsync(side, one, WorkKind.Execute, process, ct);
                    done++;
                }
                Look(_noise.LookIfDue());
            }
        }
        Look(_noise.Look());
        foreach (CasePair pair in cases)
        {
            _baseline.Cases.ConcludeMeasured(pair.Id);
            _candidate.Cases.ConcludeMeasured(pair.Id);
        }
    }

    private async Task PrepareAsync(IReadOnlyList<CasePair> cases, CancellationToken ct)
    {
        int done = 0;
        foreach (CasePair pair in cases)
        {
            progress.Preparing(done++, cases.Count, pair.Id.ToString());
            foreach ((Side side, PlannedCase one) in new[] { (_baseline, pair.Baseline), (_candidate, pair.Candidate) })
            {
                if (one.SkipReason is string reason)
                    side.Cases.Conclude(new Outcome.Skipped(one.Id, reason));
                else if (await side.Runner.PrepareAsync(one, ct) is Outcome.Failed failed)
                    side.Cases.Conclude(failed);
            }
        }
        progress.Preparing(done, cases.Count, "");
    }

    /// <summary>A case that has failed on one side is run once on the other, which shows that it ends well there, and no more: there is nothing to compare.</summary>
    private async Task RunAsync(Side side, PlannedCase one, WorkKind kind, int process, CancellationToken ct)
    {
        Side other = side == _baseline ? _candidate : _baseline;
        if (!side.Cases.IsOpen(one.Id) || (!other.Cases.IsOpen(one.Id) && side.Cases.IsMeasured(one.Id)))
            return;
        DateTimeOffset startedAt = time.GetUtcNow();
        long begin = time.GetTimestamp();
        ProcessResult? result = kind == WorkKind.Count ? await side.Runner.CountAsync(one, ct) : await side.Runner.ExecuteAsync(one, process == 1, ct);
        if (result?.Failed is Outcome.Failed failed)
            side.Cases.Conclude(failed);
        else if (result is not null)
        {
            side.Writer.Write(new ProcessRecord(one.Id, kind, process, ++_sequence, startedAt, time.GetElapsedTime(begin)), result.Readings);
            if (kind == WorkKind.Execute)
                side.Cases.Count(one.Id);
        }
    }

    private void Look(NoiseRecord? noise)
    {
        _baseline.Cases.Note(noise);
        _candidate.Cases.Note(noise);
    }

    private sealed class Side(PairSide side, RunOptions options, string? launcher, IRunProgress progress)
    {
        internal ProcessRunner Runner { get; } = new(side.Tools, side.Store, options, launcher);
        internal CaseConclusions Cases { get; } = new(side.Writer, progress.Ended);
        internal RunWriter Writer => side.Writer;
    }
}
