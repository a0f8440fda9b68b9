namespace Bench.Fleet;

/// <summary>Time, load, losses and price of a fleet, on paper. The letters are those of docs/fleet.md.</summary>
/// <remarks>
/// Machines M fail independently of each other, at a constant rate λ; all are rented until the round ends. Network times are
/// bytes ÷ bandwidth, without latency or competition, so they are the shortest possible.
/// </remarks>
public sealed record FleetForecast
{
    /// <summary>Rounds are enough where fewer than this many nodes are expected to be missing behind them: then all are there with 95 %, by Markov's inequality.</summary>
    private const double StillMissing = 0.05;

    private FleetForecast(ForecastInput input) => Input = input;

    public ForecastInput Input { get; }

    /// <summary>d = max(I ÷ Wn, M·I ÷ (R·Wr)): the image is on the last node. Null where size or bandwidth is not known.</summary>
    public TimeSpan? Distribution { get; private init; }

    /// <summary>M·B.</summary>
    public double? CollectedBytes { get; private init; }

    /// <summary>M·B ÷ t: bytes in a second that reach the caller while all measure.</summary>
    public double? CallerLoad { get; private init; }

    /// <summary>max(0, M·B ÷ Wc − t): rows come while they are measured, and only a caller that is too slow makes nodes wait.</summary>
    public TimeSpan? Lag { get; private init; }

    /// <summary>T = d + o + t + lag: from the order until the last row is here.</summary>
    public TimeSpan Round { get; private init; }

    /// <summary>q = 1 − e^(−λ·T): a node is lost before the round ends.</summary>
    public double? LossProbability { get; private init; }

    /// <summary>μ = M·q.</summary>
    public double? ExpectedLost => LossProbability * Input.Machines;

    /// <summary>Smallest k of which a Poisson distribution with mean μ has 95 % at k or below.</summary>
    public int? LostAtMost { get; private init; }

    /// <summary>(1 − q)^M.</summary>
    public double? NoneLost { get; private init; }

    /// <summary>M·q ÷ (1 − q): the sum over all rounds of the nodes that <c>--resume</c> asks again, M·q + M·q² + …</summary>
    public double? ExpectedAgain => LossProbability is double q ? Input.Machines * q / (1 - q) : null;

    /// <summary>Smallest r with M·q^r ≤ 0.05.</summary>
    public int? Rounds { get; private init; }

    /// <summary>At most r·T: a round of the nodes that are missing is no longer than one of all.</summary>
    public TimeSpan? WithResumes => Rounds is int rounds ? rounds * Round : null;

    /// <summary>M ÷ (1 − q) · T: every node's rounds paid whole.</summary>
    public double MachineHours => Input.Machines / (1 - (LossProbability ?? 0)) * Round.TotalHours;

    public double? Cost => Input.PricePerHour * MachineHours;

    public static FleetForecast Of(ForecastInput input)
    {
        TimeSpan? distribution = DistributionOf(input);
        double? collected = (double?)input.BytesPerNode * input.Machines;
        TimeSpan? lag = collected is double all && input.CallerBandwidth is double caller ? Seconds(Math.Max(0, (all / caller) - input.Measuring.TotalSeconds)) : null;
        TimeSpan round = (distribution ?? TimeSpan.Zero) + input.Overhead + input.Measuring + (lag ?? TimeSpan.Zero);
        double? loss = input.FailuresPerHour is double rate ? 1 - Math.Exp(-rate * round.TotalHours) : null;
        return new FleetForecast(input)
        {
            Distribution = distribution,
            CollectedBytes = collected,
            CallerLoad = collected / input.Measuring.TotalSeconds,
            Lag = lag,
            Round = round,
            LossProbability = loss,
            LostAtMost = loss is double q ? PoissonQuantile(input.Machines * q, 0.95) : null,
            NoneLost = loss is double one ? Math.Pow(1 - one, input.Machines) : null,
            Rounds = loss is double lost ? RoundsOf(input.Machines, lost) : null,
        };
    }

    private static TimeSpan? DistributionOf(ForecastInput input)
    {
        double[] times = [.. new[]
        {
            input.ImageBytes / input.NodeBandwidth,
            input.ImageBytes * (double)input.Machines / (input.RegistryBandwidth * input.Registries),
        }.OfType<double>()];
        return times.Length > 0 ? Seconds(times.Max()) : null;
    }

    /// <returns>Null where no number of rounds is enough.</returns>
    private static int? RoundsOf(int machines, double loss)
    {
        const int Most = 100;
        double missing = machines;
        for (int round = 1; round <= Most; round++)
            if ((missing *= loss) <= StillMissing)
                return round;
        return null;
    }

    private static int PoissonQuantile(double mean, double share)
    {
        // Logarithms: e^(-mean) of a large mean is no number.
        double logarithm = -mean, sum = Math.Exp(logarithm);
        int count = 0;
        // Far above any quantile of this share, should rounding keep the sum below it.
        double most = mean + (20 * Math.Sqrt(mean)) + 20;
        while (sum < share && count < most)
        {
            count++;
            logarithm += Math.Log(mean / count);
            sum += Math.Exp(logarithm);
        }
        return count;
    }

    // A bandwidth of a byte a second is a forecast too, but TimeSpan ends after ten thousand years.
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 1e4));
}
