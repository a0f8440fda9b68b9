using System.Globalization;

namespace Bench.Fleet;

/// <summary>A forecast as rows for people: what, how much, and what it follows from.</summary>
public static class ForecastTable
{
    public static IEnumerable<(string What, string Value, string Of)> Rows(FleetForecast forecast, string currency)
    {
        ForecastInput input = forecast.Input;
        yield return ("machines", input.Machines.ToString(), "");
        if (forecast.Distribution is TimeSpan distribution)
            yield return ("image on the last node", Time(distribution), $"{Bytes(input.ImageBytes!.Value)} each{(input.RegistryBandwidth is double registry ? $" from {Count(input.Registries, "registry", "registries")} of {Bandwidth(registry)}" : "")}{(input.NodeBandwidth is double node ? $", {Bandwidth(node)} a node" : "")}");
        yield return ("measuring", Time(input.Measuring), "the slowest node");
        if (input.Overhead > TimeSpan.Zero)
            yield return ("overhead of a node", Time(input.Overhead), "");
        if (forecast.CollectedBytes is double collected)
        {
            yield return ("rows to the caller", Bytes(collected), $"{Bytes(input.BytesPerNode!.Value)} a node");
            yield return ("the caller receives", Bandwidth(forecast.CallerLoad!.Value), $"the mean while all measure{(input.CallerBandwidth is double caller ? $", {Percent(forecast.CallerLoad.Value / caller)} of {Bandwidth(caller)}" : "")}");
        }
        if (forecast.Lag is { } lag && lag > TimeSpan.Zero)
            yield return ("waiting for the caller", Time(lag), "its bandwidth is less than what the nodes send");
        yield return ("one round", Time(forecast.Round), "from the order until the last row is here");
        if (forecast.LossProbability is double loss)
        {
            yield return ("nodes lost", $"{Significant(forecast.ExpectedLost!.Value)} expected, at most {forecast.LostAtMost} with 95 %", $"each with {Percent(loss)}");
            yield return ("no node lost", Percent(forecast.NoneLost!.Value), "chance");
            yield return ("nodes asked again", $"{Significant(forecast.ExpectedAgain!.Value)} expected", "fleet run --resume, until none is missing");
            yield return ("rounds", forecast.Rounds?.ToString() ?? "more than 100", forecast.WithResumes is TimeSpan all ? $"until all are there with 95 %: at most {Time(all)}" : "the machines fail faster than they measure");
        }
        yield return ("machine hours", Significant(forecast.MachineHours), "all rounds of all nodes, paid whole");
        if (forecast.Cost is double cost)
            yield return ("cost", $"{Significant(cost)} {currency}", $"{Significant(input.PricePerHour!.Value)} {currency} an hour");
    }

    private static string Time(TimeSpan time) => time.TotalSeconds < 1 ? $"{Significant(time.TotalSeconds)} s"
        : time.TotalHours >= 24 ? $"{Significant(time.TotalHours)} h"
        : time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
        : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);

    private static string Bytes(double bytes) => Scaled(bytes, "B");

    private static string Bandwidth(double bytesPerSecond) => $"{Scaled(8 * bytesPerSecond, "bit")}/s";

    private static string Scaled(double value, string unit)
    {
        string[] prefixes = ["", "k", "M", "G", "T", "P"];
        int step = 0;
        // What would be shown as 1000 is one of the next prefix.
        for (; value >= 999.5 && step < prefixes.Length - 1; step++)
            value /= 1000;
        return $"{Significant(value)} {prefixes[step]}{unit}";
    }

    private static string Percent(double share) => $"{Significant(100 * share)} %";

    private static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    /// <summary>Three digits that count, without an exponent where that is bearable.</summary>
    private static string Significant(double value)
    {
        if (value == 0)
            return "0";
        double magnitude = Math.Abs(value);
        if (magnitude is < 1e-6 or >= 1e15)
            return value.ToString("0.00E+0", CultureInfo.InvariantCulture);
        int digits = 2 - (int)Math.Floor(Math.Log10(magnitude));
        return digits >= 0
            ? Math.Round(value, Math.Min(digits, 15)).ToString("0.###############", CultureInfo.InvariantCulture)
            : Math.Round(value).ToString("0", CultureInfo.InvariantCulture);
    }
}
