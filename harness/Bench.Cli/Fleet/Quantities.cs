using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bench.Cli;

/// <summary>Amounts of data, bandwidths and rates as people type them; a fault becomes the command line's error.</summary>
internal static partial class Quantities
{
    private const double Largest = 1e18;

    /// <summary><c>3MB</c> or <c>1.2GiB</c> in bytes.</summary>
    internal static long? ParseBytes(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Bytes().Match(text) is { Success: true } match && Number(match) * Factor(match) is > 0 and <= Largest and double bytes)
            return (long)Math.Ceiling(bytes);
        result.AddError($"'{text}' is no amount of data; write it as 3MB, 1.2GB or 500kB (powers of 1000), or as 1GiB");
        return null;
    }

    /// <summary><c>1Gbit/s</c> or <c>12.5MB/s</c> in bytes a second.</summary>
    internal static double? ParseBandwidth(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Bandwidth().Match(text) is { Success: true } match && Number(match) * Factor(match) is > 0 and <= Largest and double amount)
            return match.Groups["unit"].Value == "bit" ? amount / 8 : amount;
        result.AddError($"'{text}' is no bandwidth; write it as 1Gbit/s or 12.5MB/s");
        return null;
    }

    /// <summary><c>0.001/h</c> or <c>0.02/d</c>, an hour.</summary>
    internal static double? ParseRate(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Rate().Match(text) is { Success: true } match && Number(match) is <= Largest and double count)
            return match.Groups["unit"].Value == "d" ? count / 24 : count;
        result.AddError($"'{text}' is no rate of failures; write it as 0.001/h or 0.02/d, of one machine");
        return null;
    }

    private static double Number(Match match) => double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);

    private static double Factor(Match match) => match.Groups["prefix"].Value switch
    {
        "k" => 1e3, "M" => 1e6, "G" => 1e9, "T" => 1e12,
        "Ki" => 1L << 10, "Mi" => 1L << 20, "Gi" => 1L << 30, "Ti" => 1L << 40,
        _ => 1,
    };

    [GeneratedRegex(@"^(?<number>[0-9]{1,15}(\.[0-9]{1,15})?) ?(?<prefix>[kMGT]|[KMGT]i)?B\z")]
    private static partial Regex Bytes();

    [GeneratedRegex(@"^(?<number>[0-9]{1,15}(\.[0-9]{1,15})?) ?(?<prefix>[kMGT]|[KMGT]i)?(?<unit>bit|B)/s\z")]
    private static partial Regex Bandwidth();

    [GeneratedRegex(@"^(?<number>[0-9]{1,15}(\.[0-9]{1,15})?)/(?<unit>h|d)\z")]
    private static partial Regex Rate();
}
