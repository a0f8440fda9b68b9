using Bench.Core;

namespace Bench.Tests;

/// <summary>Stands in for a machine: cases with the costs and spreads that a real run of the suite quick showed (tests/vectors/quick-spreads.csv).</summary>
internal sealed class SimulatedMachine
{
    private const string Baseline = "native-clang";
    private readonly Dictionary<WorkTarget, (double Seconds, double Spread)> _cases;
    private readonly Dictionary<WorkTarget, List<double>> _samples;
    private readonly SplitMix _random;

    internal SimulatedMachine(ulong seed)
    {
        _random = new SplitMix(seed);
        _cases = File.ReadLines(Path.Combine(Repo.Root, "tests", "vectors", "quick-spreads.csv")).Skip(1).Select(static line => line.Split(','))
            .ToDictionary(static cells => new WorkTarget(CaseId.Parse(cells[0]), WorkKind.Execute), static cells => (double.Parse(cells[1]), double.Parse(cells[2])));
        _samples = _cases.Keys.ToDictionary(static one => one, static _ => new List<double>());
    }

    internal IReadOnlyCollection<WorkTarget> Targets => _cases.Keys;

    /// <summary>Of measuring so far.</summary>
    internal double Seconds { get; private set; }

    internal static WorkTarget BaselineOf(WorkTarget target) => target with { Case = target.Case with { Backend = Baseline } };

    internal (double Value, TimeSpan Cost) Run(WorkTarget target)
    {
        (double seconds, double spread) = _cases[target];
        // About normal, with a process now and then that a neighbour held up.
        double value = seconds * Math.Exp(spread * Normal()) * (_random.NextDouble() < 0.05 ? 1 + (0.5 * _random.NextDouble()) : 1);
        _samples[target].Add(value);
        Seconds += value;
        return (value, TimeSpan.FromSeconds(value));
    }

    /// <summary>Of a ratio, by the interval that a report shows.</summary>
    internal double HalfWidth(WorkTarget target) => (target.Case.Backend == Baseline
        ? MedianEstimate.Of(new Sample(_samples[target]))
        : RatioEstimate.Of(new Sample(_samples[target]), new Sample(_samples[BaselineOf(target)]))).RelativeHalfWidth ?? double.PositiveInfinity;

    internal double Widest() => Targets.AsParallel().Max(HalfWidth);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
