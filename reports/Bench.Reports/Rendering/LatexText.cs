using System.Globalization;
using System.Text;

namespace Bench.Reports;

/// <summary>Text from results as LaTeX in which every character stands for itself, in the font encoding T1.</summary>
/// <remarks>
/// The letters that are passed on as they are have a glyph in T1 (t1enc.dfu of LaTeX); a character that pdflatex cannot show becomes
/// its code point in brackets, <c>[U+4E2D]</c>, so that nothing is lost silently.
/// </remarks>
public static class LatexText
{
    // A longer word gets places to break at, or it would run out of its column.
    private const int LongestUnbroken = 24, BreakEvery = 12;

    private static readonly Dictionary<int, string> s_commands = new()
    {
        ['\\'] = @"\textbackslash{}", ['{'] = @"\{", ['}'] = @"\}", ['$'] = @"\$", ['&'] = @"\&", ['#'] = @"\#", ['%'] = @"\%", ['_'] = @"\_",
        ['^'] = @"\textasciicircum{}", ['~'] = @"\textasciitilde{}", ['<'] = @"\textless{}", ['>'] = @"\textgreater{}", ['|'] = @"\textbar{}",
        ['"'] = @"\textquotedbl{}", ['\''] = @"\textquotesingle{}", ['`'] = @"\textasciigrave{}",
        // Two of them in a row would become one other character.
        ['-'] = "-{}", [','] = ",{}", ['!'] = "!{}", ['?'] = "?{}",
        // After a line's end a table would take them for its own.
        ['['] = "{[}", [']'] = "{]}", ['*'] = "{*}",
        ['\u00A0'] = "~", ['\u202F'] = @"\,", ['\u2009'] = @"\,", ['\u00AD'] = @"\-", ['\uFFFD'] = @"{\fboxsep1pt\fbox{\scriptsize ?}}",
        ['–'] = @"\textendash{}", ['—'] = @"\textemdash{}", ['‘'] = @"\textquoteleft{}", ['’'] = @"\textquoteright{}",
        ['“'] = @"\textquotedblleft{}", ['”'] = @"\textquotedblright{}", ['„'] = @"\quotedblbase{}", ['…'] = @"\ldots{}",
        ['†'] = @"\textdagger{}", ['‡'] = @"\textdaggerdbl{}", ['•'] = @"\textbullet{}", ['·'] = @"\textperiodcentered{}", ['°'] = @"\textdegree{}",
        ['§'] = @"\textsection{}", ['¶'] = @"\textparagraph{}", ['©'] = @"\textcopyright{}", ['®'] = @"\textregistered{}", ['™'] = @"\texttrademark{}", ['€'] = @"\texteuro{}", ['£'] = @"\pounds{}",
        ['±'] = @"\ensuremath{\pm}", ['×'] = @"\ensuremath{\times}", ['÷'] = @"\ensuremath{\div}", ['−'] = @"\ensuremath{-}", ['µ'] = @"\ensuremath{\mu}", ['μ'] = @"\ensuremath{\mu}",
        ['≈'] = @"\ensuremath{\approx}", ['≤'] = @"\ensuremath{\le}", ['≥'] = @"\ensuremath{\ge}", ['≠'] = @"\ensuremath{\ne}", ['∞'] = @"\ensuremath{\infty}", ['√'] = @"\ensuremath{\surd}",
        ['→'] = @"\ensuremath{\to}", ['←'] = @"\ensuremath{\gets}", ['⇒'] = @"\ensuremath{\Rightarrow}", ['¬'] = @"\ensuremath{\neg}",
        ['α'] = @"\ensuremath{\alpha}", ['β'] = @"\ensuremath{\beta}", ['σ'] = @"\ensuremath{\sigma}", ['τ'] = @"\ensuremath{\tau}", ['λ'] = @"\ensuremath{\lambda}", ['π'] = @"\ensuremath{\pi}",
        ['¹'] = @"\textsuperscript{1}", ['²'] = @"\textsuperscript{2}", ['³'] = @"\textsuperscript{3}", ['⁰'] = @"\textsuperscript{0}", ['½'] = @"\textonehalf{}", ['¼'] = @"\textonequarter{}", ['¾'] = @"\textthreequarters{}",
        ['⁴'] = @"\textsuperscript{4}", ['⁵'] = @"\textsuperscript{5}", ['⁶'] = @"\textsuperscript{6}", ['⁷'] = @"\textsuperscript{7}", ['⁸'] = @"\textsuperscript{8}", ['⁹'] = @"\textsuperscript{9}", ['⁻'] = @"\textsuperscript{-}",
    };

    // Between À and ž, where T1 has no glyph or LaTeX no name for it.
    private static readonly HashSet<int> s_lettersWithoutGlyph = [0x126, 0x127, 0x138, 0x13F, 0x140, 0x149, 0x166, 0x167];

    /// <summary>One line of running text.</summary>
    public static string Escape(string text) => Escaped(OutcomeText.OneLine(text), keepSpaces: false);

    /// <summary>One line for a typewriter font, its spaces kept.</summary>
    public static string Code(string line) => Escaped(line, keepSpaces: true);

    /// <summary>How many characters a reader will see.</summary>
    public static int Width(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes())
            width += HasGlyph(rune) ? 1 : 8;
        return width;
    }

    private static string Escaped(string text, bool keepSpaces)
    {
        StringBuilder escaped = new(text.Length + 16);
        int run = 0, word = WordLength(text, 0), index = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value == ' ')
            {
                escaped.Append(keepSpaces ? @"\ " : " ");
                run = 0;
                word = WordLength(text, index + 1);
            }
            else
            {
                if (run > 0 && word > LongestUnbroken && run % BreakEvery == 0)
                    escaped.Append(@"\allowbreak{}");
                Append(escaped, rune);
                run++;
            }
            index += rune.Utf16SequenceLength;
        }
        return escaped.ToString();
    }

    private static int WordLength(string text, int start)
    {
        int end = text.IndexOf(' ', start);
        return (end < 0 ? text.Length : end) - start;
    }

    private static void Append(StringBuilder escaped, Rune rune)
    {
        if (s_commands.TryGetValue(rune.Value, out string? command))
            escaped.Append(command);
        else if (HasGlyph(rune))
            escaped.Append(rune.ToString());
        else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control)
            escaped.Append(s_commands['\uFFFD']);
        else
            escaped.Append(CultureInfo.InvariantCulture, $@"{{[}}U+{rune.Value:X4}{{]}}\allowbreak{{}}");
    }

    private static bool HasGlyph(Rune rune) => s_commands.ContainsKey(rune.Value) || rune.Value is >= ' ' and < 0x7F
        || (rune.Value is >= 0xC0 and <= 0x17E && !s_lettersWithoutGlyph.Contains(rune.Value));
}
