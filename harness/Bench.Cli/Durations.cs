using System.CommandLine.Parsing;
using System.Globalization;

namespace Bench.Cli;

/// <summary>Durations as people type them: 90s, 10m, 2h.</summary>
internal static class Durations
{
    /// <summary>Parser of an option's one argument; a fault becomes the command line's error.</summary>
    internal static TimeSpan? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Read(text) is TimeSpan time)
            return time;
        result.AddError($"'{text}' is not a duration; write it as 90s, 10m or 2h");
        return null;
    }

    /// <returns>Null for what is none.</returns>
    internal static TimeSpan? Read(string text)
    {
        if (text.Length > 1 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number > 0 && number < 1e6)
        {
            switch (text[^1])
            {
                case 's': return TimeSpan.FromSeconds(number);
                case 'm': return TimeSpan.FromMinutes(number);
                case 'h': return TimeSpan.FromHours(number);
            }
        }
        return null;
    }

    /// <summary>For people: 4:05, or 1:02:03.</summary>
    internal static string Show(TimeSpan time) =>
        time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
