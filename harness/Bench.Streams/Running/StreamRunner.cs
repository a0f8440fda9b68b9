using Bench.Core;
using Bench.Streaming;

namespace Bench.Streams;

/// <summary>Measures cases of streams: finds out what is to be had here, then runs fresh trials in a random order and writes each down before the next.</summary>
public sealed class StreamRunner(NodeCommands commands, RunWriter writer, IStreamProgress progress, TimeProvider time)
{
    private readonly StreamTrial _trial = new(commands);
    private readonly NoiseWatch _noise = new(null, time);
    private readonly CaseConclusions _cases = new(writer, progress.Ended);
    private int _sequence;

    /// <summary>Runs what the cases need and <paramref name="earlier"/> has not done yet.</summary>
    /// <exception cref="OperationCanceledException">Cancelled: the trial under way is ended with all its processes and lost.</exception>
    /// <exception cref="UsageException">The results cannot be written.</exception>
    public async Task RunAsync(IReadOnlyList<StreamCase> cases, ulong seed, RunRecord? earlier, CancellationToken ct)
    {
        _cases.Restore(earlier);
        foreach (ProcessRecord one in earlier?.Processes ?? [])
        {
            _cases.Count(one.Case);
            _sequence = Math.Max(_sequence, one.Sequence);
        }
        await ProbeAsync(cases, seed, ct);
        if (earlier is null or { Pictures.Count: 0 })
            await KeepPicturesAsync(cases, seed, ct);

        HashSet<(CaseId, int)> done = [.. earlier?.Processes.Select(static one => (one.Case, one.Process)) ?? []];
        (StreamCase Case, int Process)[] all = [.. Rounds(cases, seed).Where(item => !done.Contains((item.Case.Id, item.Process)))];
        long begin = time.GetTimestamp();
        int ran = 0;
        _cases.Note(_noise.Look());
        for (int i = 0; i < all.Length; i++)
        {
            (StreamCase one, int process) = all[i];
            int left = all.Skip(i).Count(item => Open(item.Case));
            if (!Open(one))
                continue;
            progress.Measuring(ran, ran + left, one.Id.ToString(), ran == 0 ? null : time.GetElapsedTime(begin) / ran * left);
            await RunAsync(one, process, seed, ct);
            ran++;
            _cases.Note(_noise.LookIfDue());
            if (!all.Skip(i + 1).Any(item => item.Case.Id == one.Id))
                _cases.ConcludeMeasured(one.Id);
        }
        foreach (StreamCase one in cases.Where(Open))
            _cases.ConcludeMeasured(one.Id);
        if (ran > 0)
            _cases.Note(_noise.Look());
    }

    private bool Open(StreamCase one) => _cases.IsOpen(one.Id);

    /// <summary>Every transport once, and every host over one that works: that also has made what hosts have made once, such as images.</summary>
    private async Task ProbeAsync(IReadOnlyList<StreamCase> cases, ulong seed, CancellationToken ct)
    {
        StreamCase[] open = [.. cases.Where(Open)];
        string[] transports = [.. open.Select(static one => one.Transport).Distinct()], hosts = [.. open.Select(static one => one.Host).Distinct()];
        int done = 0, total = transports.Length + hosts.Length;
        foreach (string transport in transports)
        {
            progress.Preparing(done++, total, transport);
            await ProbeAsync([.. open.Where(one => one.Transport == transport)], withFunctions: false, seed, ct);
        }
        foreach (string host in hosts)
        {
            progress.Preparing(done++, total, host);
            if (open.Where(one => one.Host == host && Open(one)).ToArray() is { Length: > 0 } left)
                await ProbeAsync(left, withFunctions: true, seed, ct);
        }
        progress.Preparing(total, total, "");
    }

    private async Task ProbeAsync(StreamCase[] cases, bool withFunctions, ulong seed, CancellationToken ct)
    {
        try
        {
            await _trial.ProbeAsync(PlanOf(cases[0], cases[0].Rate, cases[0].Scenario.Duration, 1, seed), withFunctions, ct);
        }
        catch (NodeFaultException e)
        {
            foreach (StreamCase one in cases)
                _cases.Conclude(e.Refused ? new Outcome.Skipped(one.Id, e.Message) : new Outcome.Failed(one.Id, e.Cause, e.Message, e.StderrTail));
        }
    }

    /// <summary>Of a stream of images, by the first host that works: what was recognised on them.</summary>
    private async Task KeepPicturesAsync(IReadOnlyList<StreamCase> cases, ulong seed, CancellationToken ct)
    {
        if (cases.FirstOrDefault(one => Open(one) && Payload.Parse(one.Scenario.Payload).Origin != PayloadOrigin.Drawn) is not StreamCase first)
            return;
        progress.Preparing(0, 1, "pictures");
        try
        {
            IReadOnlyList<StreamPicture> pictures = await _trial.PicturesAsync(PlanOf(first, PicturesPerSecond, s_pictures, 1, seed) with { WarmUp = TimeSpan.Zero }, ct);
            writer.Write(pictures.Where(static one => one.Image.Length <= PictureRecord.Largest).Select(one => new PictureRecord(first.Id, one.Image, one.Answer)));
        }
        catch (NodeFaultException e)
        {
            progress.Noted($"no pictures: {e.Message}");
        }
        progress.Preparing(1, 1, "");
    }

    /// <summary>Rounds in which every case has one turn, each shuffled, so that drift of the machine hits all alike.</summary>
    private static IEnumerable<(StreamCase Case, int Process)> Rounds(IReadOnlyList<StreamCase> cases, ulong seed)
    {
        SplitMix random = new(seed);
        for (int process = 1; process <= cases.Max(static one => one.Scenario.Repetitions); process++)
        {
            StreamCase[] round = [.. cases];
            for (int i = round.Length - 1; i > 0; i--)
            {
                int j = random.Below(i + 1);
                (round[i], round[j]) = (round[j], round[i]);
            }
            foreach (StreamCase one in round.Where(one => process <= one.Scenario.Repetitions))
                yield return (one, process);
        }
    }

    private async Task RunAsync(StreamCase one, int process, ulong seed, CancellationToken ct)
    {
        DateTimeOffset startedAt = time.GetUtcNow();
        long begin = time.GetTimestamp();
        try
        {
            List<Reading> readings = [.. one.Goal is CapacityGoal goal ? await SearchAsync(one, goal, process, seed, ct)
                : await _trial.RunAsync(PlanOf(one, one.Rate, one.Scenario.Duration, process, seed), ct)];
            // The host does not start otherwise at another rate.
            if (one.Goal is null && process <= one.Scenario.ColdStarts && one.Rate == one.Scenario.Rates[0])
                readings.AddRange(await _trial.ColdStartAsync(PlanOf(one, ColdStartRate, one.Scenario.Duration, process, seed), ct));
            writer.Write(new ProcessRecord(one.Id, WorkKind.Execute, process, ++_sequence, startedAt, time.GetElapsedTime(begin)), readings);
            _cases.Count(one.Id);
        }
        catch (NodeFaultException e)
        {
            _cases.Conclude(new Outcome.Failed(one.Id, e.Cause, e.Message, e.StderrTail));
        }
    }

    /// <summary>Sixteen messages, slow enough for every host.</summary>
    private const int PicturesPerSecond = 4;
    private static readonly TimeSpan s_pictures = TimeSpan.FromSeconds(4);

    /// <summary>Messages a second that wait for a function to start: often enough that the wait for the next one hardly counts.</summary>
    private const int ColdStartRate = 1000;

    private async Task<IReadOnlyList<Reading>> SearchAsync(StreamCase one, CapacityGoal goal, int process, ulong seed, CancellationToken ct)
    {
        CapacitySearch search = new(goal);
        for (ulong trial = 0; search.Next is int rate; trial++)
        {
            search.Report(await HoldsAsync(PlanOf(one, rate, goal.Duration, process, seed + trial), goal, rate, ct));
            RateTrials tried = search.Tried[^1];
            progress.Noted($"{one.Id}: {rate} messages a second, {tried.Held} of {tried.Held + tried.Failed} trials held");
        }
        if (search.Held is not int held)
            throw new NodeFaultException(FailureCause.WrongOutput, $"no rate kept p99 within {goal.P99.TotalMilliseconds} ms");
        return [new Reading(0, StreamPhases.Capacity, Metric.PerSecond, held), .. search.Failed is int failed ? [new Reading(0, StreamPhases.BeyondCapacity, Metric.PerSecond, failed)] : (Reading[])[]];
    }

    private async Task<bool> HoldsAsync(TrialPlan plan, CapacityGoal goal, int rate, CancellationToken ct)
    {
        try
        {
            return Holds(await _trial.RunAsync(plan, ct), goal, rate);
        }
        catch (NodeFaultException e) when (e.Cause is FailureCause.Timeout or FailureCause.WrongOutput)
        {
            return false;   // so much too fast that the source never came to its end, or nothing came through in time
        }
    }

    /// <summary>Whether nothing was lost, p99 kept the limit, and the messages came as fast as they were to be sent: latency from the intended instant shows that too, but only behind the first seconds.</summary>
    internal static bool Holds(IReadOnlyList<Reading> readings, CapacityGoal goal, int rate)
    {
        long? Of(Metric metric) => readings.Where(one => one.Phase == StreamPhases.Latency && one.Metric == metric).Select(static one => (long?)one.Value).FirstOrDefault();
        return Of(Metric.Lost) is 0 && (Of(Metric.WallP99) ?? Of(Metric.WallMax)) <= goal.P99.Ticks * TimeSpan.NanosecondsPerTick && Of(Metric.PerSecond) >= 0.95 * rate;
    }

    private static TrialPlan PlanOf(StreamCase one, int? rate, TimeSpan duration, int process, ulong seed) =>
        new(one.Scenario, one.Codec, one.Transport, one.Host, rate, one.Scenario.WarmUp, duration, seed + (ulong)process);
}
