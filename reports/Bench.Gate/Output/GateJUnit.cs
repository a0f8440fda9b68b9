using System.Text;
using System.Xml;
using Bench.Reports;

namespace Bench.Gate;

/// <summary>gate.xml: a suite for each workload and a test for each check, for whatever reads results of tests.</summary>
/// <remarks>
/// The common part of what such readers take: testsuites, testsuite, testcase, failure, skipped, system-out. Red is a failure, amber is skipped, since there is
/// no word for a test that cannot tell. No times: a check takes none, and one of zero would be untrue.
/// </remarks>
internal sealed class GateJUnit : IGateFormat
{
    private static readonly XmlWriterSettings s_settings = new() { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    public string Name => "junit";

    public string? File => "gate.xml";

    public string Render(GateReport report)
    {
        using MemoryStream bytes = new();
        using (XmlWriter xml = XmlWriter.Create(bytes, s_settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "bench gate");
            WriteCounts(xml, [.. report.Checks]);
            foreach (IGrouping<string, GateCheck> workload in report.Checks.GroupBy(static one => one.Case.Workload))
                WriteSuite(xml, workload.Key, [.. workload], report.Candidate);
            xml.WriteEndElement();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void WriteSuite(XmlWriter xml, string workload, GateCheck[] checks, GateSide candidate)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Valid(workload));
        WriteCounts(xml, checks);
        xml.WriteAttributeString("timestamp", $"{candidate.StartedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss}");
        foreach (GateCheck check in checks)
            WriteTest(xml, check);
        xml.WriteEndElement();
    }

    private static void WriteTest(XmlWriter xml, GateCheck check)
    {
        string line = Valid(CheckText.Line(check));
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Valid($"{check.Case.Workload}.{check.Case.Size}.{check.Case.Backend}"));
        xml.WriteAttributeString("name", Valid($"{CheckText.What(check)}{(check.Subject.IsHard ? "" : ", soft")}"));
        switch (check.Colour)
        {
            case GateColour.Red:
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("message", line);
                xml.WriteAttributeString("type", GateHeadline.Word(check.Answer));
                if (CheckText.HasNumbers(check))
                    xml.WriteString(Valid($"{check.Case}, {CheckText.What(check)}: {CheckText.Ratio(check)}, limit {CheckText.Limit(check.Limit)}, sees {CheckText.Sees(check.Sees)}"));
                xml.WriteEndElement();
                break;
            case GateColour.Amber:
                xml.WriteStartElement("skipped");
                xml.WriteAttributeString("message", line);
                xml.WriteEndElement();
                break;
            default:
                if (line.Length > 0)
                    xml.WriteElementString("system-out", line);
                break;
        }
        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, GateCheck[] checks)
    {
        xml.WriteAttributeString("tests", $"{checks.Length}");
        xml.WriteAttributeString("failures", $"{checks.Count(static one => one.Colour == GateColour.Red)}");
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", $"{checks.Count(static one => one.Colour == GateColour.Amber)}");
    }

    /// <summary>XML 1.0 has no way to write most control characters, half a surrogate pair, or U+FFFE and U+FFFF.</summary>
    private static string Valid(string text) =>
        string.Concat(OutcomeText.OneLine(text).EnumerateRunes().Select(static rune => rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString()));
}
