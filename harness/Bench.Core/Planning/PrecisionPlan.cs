using System.Runtime.InteropServices;

namespace Bench.Core;

/// <summary>Says which processes narrow the widest intervals most for their time, from the samples and costs so far.</summary>
/// <remarks>
/// After Kalibera and Jones, "Rigorous benchmarking in reasonable time", ISMM 2013: repeat where the uncertainty arises, at what it costs.
/// The relative half-width of a ratio is taken as H = √(h² + b²), h and b being those of the two medians, each of which falls with the root of its processes.
/// Minimised is Σ H^<see cref="Sharpness"/> over all ratios, a smooth stand-in for the largest H: its slope gives each ratio the more weight the wider it is,
/// and adds up over all ratios that share a baseline, whose processes narrow them all at once.
/// </remarks>
/// <param name="goal">No process goes to a ratio whose relative half-width is at most this; null for as narrow as time allows.</param>
/// <param name="mostProcesses">Of one target.</param>
public sealed class PrecisionPlan(ulong seed, double? goal, int mostProcesses)
{
    /// <summary>Large enough that the widest ratio leads, small enough that those nearly as wide are not left behind.</summary>
    private const double Sharpness = 8;

    /// <summary>A batch is planned from the same samples: short, so that the plan learns, and long enough to be shuffled.</summary>
    private const double BatchSeconds = 5;
    private const int FewestOfABatch = 4;

    /// <summary>
    /// Share of the time that goes round all targets in turn, whatever their width. Without it a narrow case would be measured in the pilot only and its baseline until the end:
    /// a machine that slows down half-way would shift their ratio. And a pilot that was narrow by luck would never be found out.
    /// </summary>
    private const double SprinkledShare = 0.1;

    private const double Rounding = 1e-6;

    private readonly Dictionary<WorkTarget, Entry> _entries = [];
    private readonly List<Entry> _order = [];
    private double _sprinkleOwed;
    private int _turn;

    /// <summary>Values that have been added.</summary>
    public int Count { get; private set; }

    /// <summary>Whether every target has values enough for an interval, so that there is something to weigh.</summary>
    public bool Piloted => _order.TrueForAll(static entry => entry.Values.Count >= MedianEstimate.FewestValues);

    /// <param name="baseline">Null, or one that is not expected: the target's own median is what counts.</param>
    public void Expect(WorkTarget target, WorkTarget? baseline)
    {
        Entry entry = new(target, baseline);
        _entries.Add(target, entry);
        _order.Add(entry);
    }

    /// <param name="value">In any unit.</param>
    /// <param name="cost">Of the process, all told.</param>
    public void Add(WorkTarget target, double value, TimeSpan cost)
    {
        if (!_entries.TryGetValue(target, out Entry? entry))
            return;
        entry.Add(value, cost.TotalSeconds, ++_turn);
        Count++;
    }

    /// <summary>The target has failed: what was compared with it counts by its own median from now on.</summary>
    public void Drop(WorkTarget target)
    {
        if (_entries.Remove(target, out Entry? entry))
            _order.Remove(entry);
    }

    /// <summary>The next few processes, in the order in which they are to run.</summary>
    /// <param name="left">No process is planned that is expected to take longer; null without a limit.</param>
    /// <returns>Empty when the goal is reached, or nothing fits any more.</returns>
    public IReadOnlyList<WorkTarget> NextBatch(TimeSpan? left)
    {
        Model[] models = Models();
        double secondsLeft = left?.TotalSeconds ?? double.PositiveInfinity, planned = 0;
        List<WorkTarget> batch = [];
        while (planned < BatchSeconds || batch.Count < FewestOfABatch)
        {
            if (Best(models, secondsLeft - planned, wholeRun: false) is not Model best)
                break;
            best.Count++;
            planned += best.Entry.Cost;
            batch.Add(best.Entry.Target);
        }
        if (batch.Count == 0 && !Unconfirmed())
            return batch;
        if (batch.Count == 0)
            return NextBatch(left);
        _sprinkleOwed += SprinkledShare * planned;
        foreach (Model model in models.Where(model => model.Count < mostProcesses).OrderBy(static model => model.Entry.LastTurn))
        {
            if (model.Entry.Cost > Math.Min(_sprinkleOwed, secondsLeft - planned))
                break;
            _sprinkleOwed -= model.Entry.Cost;
            planned += model.Entry.Cost;
            batch.Add(model.Entry.Target);
        }
        return Shuffled(batch);
    }

    /// <summary>What spending the time that is left would reach, by the spread seen so far.</summary>
    public IReadOnlyList<PlanForecast> Forecast(TimeSpan? left)
    {
        Model[] models = Models();
        foreach (Model model in models)
            model.Width = model.Entry.ExpectedOfOne is double one ? one * one : double.NaN;
        double secondsLeft = (left?.TotalSeconds ?? double.PositiveInfinity) * (1 - SprinkledShare);
        while (Best(models, secondsLeft, wholeRun: true) is Model best)
        {
            // In steps of a few per cent, because a long budget has room for very many.
            int step = (int)Math.Clamp(Math.Min(best.Count / 16, secondsLeft / best.Entry.Cost), 1, Math.Max(1, mostProcesses - best.Count));
            best.Count += step;
            secondsLeft -= step * best.Entry.Cost;
        }
        return [.. models.Select(static model => new PlanForecast(model.Entry.Target, model.Count,
            double.IsNaN(model.Squared) ? null : Math.Sqrt(model.Squared), (model.Count - model.Entry.Values.Count) * TimeSpan.FromSeconds(model.Entry.Cost)))];
    }

    /// <summary>Whether a target, or the baseline that it is divided by, has too few values for an interval.</summary>
    private static bool Unknown(Model model) => model.Count < MedianEstimate.FewestValues || double.IsNaN(model.Width);

    private Model? Best(Model[] models, double secondsLeft, bool wholeRun)
    {
        bool Fits(Model model) => model.Count < mostProcesses && model.Entry.Cost <= secondsLeft && (wholeRun || model.Count < Math.Max(MedianEstimate.FewestValues, model.Entry.Values.Count * 3 / 2));
        // Without an interval there is nothing to weigh: those come first, evenly.
        if (models.Where(model => model.Count < MedianEstimate.FewestValues && Fits(model)).MinBy(static model => model.Count) is Model few)
            return few;
        foreach (Model model in models)
            model.Gain = 0;
        foreach (Model model in models)
        {
            if (Unknown(model) || (model.Baseline is Model unknown && Unknown(unknown)) || model.Squared <= goal * goal)
                continue;
            double weight = Math.Pow(model.Squared, (Sharpness / 2) - 1);
            model.Gain += weight * model.Factor * model.Narrowing;
            if (model.Baseline is Model baseline)
                baseline.Gain += weight * model.Factor * baseline.Narrowing;
        }
        return models.Where(model => model.Gain > 0 && Fits(model)).MaxBy(static model => model.Gain / model.Entry.Cost);
    }

    /// <summary>The quick widths say that the goal is reached: asks the intervals that will be reported, and keeps by how much they are wider.</summary>
    /// <returns>Whether there is anything left to narrow.</returns>
    private bool Unconfirmed()
    {
        if (goal is not double most)
            return false;
        bool wider = false;
        foreach (Model model in Models())
        {
            if (model.Entry.Values.Count < MedianEstimate.FewestValues || model.Entry.Values.Count >= mostProcesses)
                continue;
            Estimate estimate = model.Baseline is Model baseline ? RatioEstimate.Of(model.Entry.Sample, baseline.Entry.Sample) : MedianEstimate.Of(model.Entry.Sample);
            if (estimate.RelativeHalfWidth is double reported && reported > most && model.Squared > 0 && reported > Math.Sqrt(model.Squared) * (1 + Rounding))
            {
                model.Entry.Factor *= Math.Pow(reported, 2) / model.Squared;
                wider = true;
            }
        }
        return wider;
    }

    private List<WorkTarget> Shuffled(List<WorkTarget> batch)
    {
        new SplitMix(seed + (ulong)Count).Shuffle(CollectionsMarshal.AsSpan(batch));
        return batch;
    }

    private Model[] Models()
    {
        Dictionary<WorkTarget, Model> models = _order.ToDictionary(static entry => entry.Target, static entry => new Model(entry));
        foreach (Model model in models.Values)
            model.Baseline = model.Entry.Baseline is WorkTarget baseline && baseline != model.Entry.Target ? models.GetValueOrDefault(baseline) : null;
        return [.. models.Values];
    }

    /// <summary>What is known of a target.</summary>
    private sealed class Entry(WorkTarget target, WorkTarget? baseline)
    {
        private double _seconds;
        private double? _observed, _expected;
        private bool _isObserved, _isExpected;

        internal WorkTarget Target => target;
        internal WorkTarget? Baseline => baseline;
        internal List<double> Values { get; } = [];

        /// <summary>Mean seconds of a process; a mean, because what now and then takes long is paid for too.</summary>
        internal double Cost => Values.Count == 0 ? 1 : Math.Max(1e-6, _seconds / Values.Count);
        internal int LastTurn { get; private set; }

        /// <summary>Only of a target that has values.</summary>
        internal Sample Sample => new(Values);

        /// <summary>Relative half-width of the median; null with too few values.</summary>
        internal double? Observed
        {
            get
            {
                if (!_isObserved)
                    (_observed, _isObserved) = (Values.Count < MedianEstimate.FewestValues ? null : MedianEstimate.Of(Sample).RelativeHalfWidth, true);
                return _observed;
            }
        }

        /// <summary>Relative half-width of the median of one process by the spread; null with too few values.</summary>
        internal double? ExpectedOfOne
        {
            get
            {
                if (!_isExpected)
                    (_expected, _isExpected) = (Values.Count < 2 ? null : MedianWidth.Expected(Sample, 1), true);
                return _expected;
            }
        }

        /// <summary>By how much the squared width that is reported is larger than the quick one.</summary>
        internal double Factor { get; set; } = 1;

        internal void Add(double value, double seconds, int turn)
        {
            Values.Add(value);
            _seconds += seconds;
            LastTurn = turn;
            _isObserved = _isExpected = false;
        }
    }

    /// <summary>A target as it would be with some more processes.</summary>
    private sealed class Model
    {
        internal Model(Entry entry)
        {
            Entry = entry;
            Count = entry.Values.Count;
            Width = entry.Observed is double observed ? observed * observed * Count : double.NaN;
        }

        internal Entry Entry { get; }
        internal Model? Baseline { get; set; }
        internal int Count { get; set; }

        /// <summary>Squared relative half-width of the median of a single process.</summary>
        internal double Width { get; set; }
        internal double Factor => Entry.Factor;
        internal double Gain { get; set; }

        /// <summary>Squared relative half-width of the median after <see cref="Count"/> processes.</summary>
        private double OfMedian => Width / Count;

        /// <summary>Squared relative half-width of what counts.</summary>
        internal double Squared => Factor * (OfMedian + (Baseline?.OfMedian ?? 0));

        /// <summary>By how much one more process lowers <see cref="OfMedian"/>.</summary>
        internal double Narrowing => OfMedian / (Count + 1);
    }
}
