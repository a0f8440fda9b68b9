using System.Text;

namespace Bench.Streaming;

/// <summary>Text that a peer sent and people are shown: it must not end a line, steer a terminal or fill a log.</summary>
internal static class PeerText
{
    private const int Longest = 200;

    internal static string Shown(string text)
    {
        if (text.Length <= Longest && !text.Any(char.IsControl))
            return text;
        StringBuilder shown = new(Longest + 1);
        foreach (char one in text.AsSpan(0, Math.Min(text.Length, Longest)))
            shown.Append(char.IsControl(one) ? '\uFFFD' : one);
        return text.Length > Longest ? shown.Append('…').ToString() : shown.ToString();
    }
}
