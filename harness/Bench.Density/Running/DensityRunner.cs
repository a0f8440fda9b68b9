using Bench.Core;

namespace Bench.Density;

/// <summary>Measures kinds of hosts: fresh processes in rounds of random order, each written down before the next.</summary>
/// <param name="command">Of a process that measures one part of a case.</param>
public sealed class DensityRunner(Func<DensityCase, DensityPart, Command> command, RunWriter writer, IDensityProgress progress, TimeProvider time)
{
    /// <summary>Beside its time a part compiles, starts an engine, calls its instances and ends them.</summary>
    private static readonly TimeSpan s_aside = TimeSpan.FromMinutes(2);

    private readonly NoiseWatch _noise = new(null, time);
    private readonly CaseConclusions _cases = new(writer, progress.Ended);
    private readonly HashSet<(CaseId, string)> _notes = [];
    private int _sequence;

    /// <param name="budget">Of a case, over all its processes; at least one is measured.</param>
    /// <exception cref="OperationCanceledException">Cancelled: the process under way is ended with all its instances and lost.</exception>
    /// <exception cref="UsageException">The results cannot be written.</exception>
    public async Task RunAsync(IReadOnlyList<DensityCase> cases, int processes, TimeSpan budget, ulong seed, Func<DensityCase, CancellationToken, Task<string?>> refusal, CancellationToken ct)
    {
        await ProbeAsync(cases, refusal, ct);
        Dictionary<CaseId, TimeSpan> spent = cases.ToDictionary(static one => one.Id, static _ => TimeSpan.Zero);
        (DensityCase Case, int Process)[] all = [.. Rounds(cases, processes, seed)];
        long begin = time.GetTimestamp();
        int ran = 0;
        _cases.Note(_noise.Look());
        for (int i = 0; i < all.Length; i++)
        {
            (DensityCase one, int process) = all[i];
            if (!Open(one))
                continue;
            if (process > 1 && spent[one.Id] + (spent[one.Id] / (process - 1)) > budget)
            {
                Note(one, $"{process - 1} of {processes} processes: the time was over");
                _cases.ConcludeMeasured(one.Id);
                continue;
            }
            int left = all.Skip(i).Count(item => Open(item.Case));
            progress.Measuring(ran, ran + left, one.Id.ToString(), ran == 0 ? null : time.GetElapsedTime(begin) / ran * left);
            long started = time.GetTimestamp();
            await RunAsync(one, process, count => progress.Measuring(ran, ran + left, $"{one.Id}, {count} instances", null), ct);
            spent[one.Id] += time.GetElapsedTime(started);
            ran++;
            _cases.Note(_noise.LookIfDue());
        }
        foreach (DensityCase one in cases.Where(Open))
            _cases.ConcludeMeasured(one.Id);
        if (ran > 0)
            _cases.Note(_noise.Look());
    }

    private bool Open(DensityCase one) => _cases.IsOpen(one.Id);

    /// <summary>Makes what hosts have made once, so that no process has to, and drops those that refuse.</summary>
    private async Task ProbeAsync(IReadOnlyList<DensityCase> cases, Func<DensityCase, CancellationToken, Task<string?>> refusal, CancellationToken ct)
    {
        for (int i = 0; i < cases.Count; i++)
        {
            progress.Preparing(i, cases.Count, cases[i].Kind);
            if (await refusal(cases[i], ct) is string reason)
                _cases.Conclude(new Outcome.Skipped(cases[i].Id, reason));
        }
        progress.Preparing(cases.Count, cases.Count, "");
    }

    /// <summary>Rounds in which every case has one turn, each shuffled, so that drift of the machine hits all alike.</summary>
    private static IEnumerable<(DensityCase Case, int Process)> Rounds(IReadOnlyList<DensityCase> cases, int processes, ulong seed)
    {
        SplitMix random = new(seed);
        for (int process = 1; process <= processes; process++)
        {
            DensityCase[] round = [.. cases];
            random.Shuffle<DensityCase>(round);
            foreach (DensityCase one in round)
                yield return (one, process);
        }
    }

    private async Task RunAsync(DensityCase one, int process, Action<int> alive, CancellationToken ct)
    {
        DateTimeOffset startedAt = time.GetUtcNow();
        long begin = time.GetTimestamp();
        try
        {
            DensityReport ramp = await DensityProcess.RunAsync(command(one, DensityPart.Ramp), one.Plan.Time + s_aside, alive, ct);
            if (ramp.Note is string note)
                Note(one, note);
            IReadOnlyList<Reading> storm = one.Plan.Storm > 0 ? await StormAsync(one, ct) : [];
            writer.Write(new ProcessRecord(one.Id, WorkKind.Execute, process, ++_sequence, startedAt, time.GetElapsedTime(begin)), [.. ramp.Readings, .. storm]);
            _cases.Count(one.Id);
        }
        catch (DensityFaultException e)
        {
            _cases.Conclude(e.Cause is FailureCause cause ? new Outcome.Failed(one.Id, cause, e.Message, e.StderrTail)
                : process == 1 ? new Outcome.Skipped(one.Id, e.Message)
                : new Outcome.Failed(one.Id, FailureCause.Launch, e.Message, e.StderrTail));
        }
    }

    /// <summary>A storm that is too much for the host says something, and takes nothing from what was measured before it.</summary>
    private async Task<IReadOnlyList<Reading>> StormAsync(DensityCase one, CancellationToken ct)
    {
        try
        {
            return (await DensityProcess.RunAsync(command(one, DensityPart.Storm), one.Plan.Time + s_aside, static _ => { }, ct)).Readings;
        }
        catch (DensityFaultException e) when (e.Cause is FailureCause.Timeout or FailureCause.Launch)
        {
            Note(one, e.Message);
            return [];
        }
    }

    private void Note(DensityCase one, string text)
    {
        if (!_notes.Add((one.Id, text)))
            return;
        writer.Write(new NoteRecord(one.Id, text));
        progress.Noted($"{one.Id}: {text}");
    }
}
