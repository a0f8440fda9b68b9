using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Bench.Reports;

/// <summary>Text from results made harmless inside elements and quoted attributes.</summary>
internal static class HtmlText
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>One line, without control characters.</summary>
    internal static string Escape(string text) => s_encoder.Encode(OutcomeText.OneLine(text));

    /// <summary>Lines as they are.</summary>
    internal static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(s_encoder.Encode));
}
