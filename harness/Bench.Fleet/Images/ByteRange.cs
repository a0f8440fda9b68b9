using System.Globalization;
using System.Text.RegularExpressions;

namespace Bench.Fleet.Images;

/// <summary>What a client wants of something long: from a byte on, where an earlier answer broke off.</summary>
/// <param name="Last">Inclusive; null for the last one that there is.</param>
/// <remarks>Source: RFC 9110, 14.1.2. Several ranges, those counted from the end, and whatever is none may be answered with the whole, and are.</remarks>
internal sealed partial record ByteRange(long First, long? Last)
{
    internal static ByteRange? Parse(string? header)
    {
        if (header is null || Pattern().Match(header) is not { Success: true } match)
            return null;
        long first = long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        long? last = match.Groups[2].Length > 0 ? long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : null;
        return last < first ? null : new ByteRange(first, last);
    }

    [GeneratedRegex("^bytes=([0-9]{1,18})-([0-9]{0,18})$")]
    private static partial Regex Pattern();
}
