using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bench.Core;

namespace Bench.Reports;

/// <summary>The page's one copy of the numbers, from which its tables and figures are drawn. Html/script/data.js reads it.</summary>
/// <remarks>
/// Cases are <c>[workload, size, backend, outcome, cause]</c>, series <c>[case, measure, n, median, low, high, ratio, low, high, minimum, maximum, values]</c>,
/// with positions in place of names. The encoder writes neither &lt; nor &amp; nor any character beyond ASCII, so that no text can end the script block.
/// </remarks>
internal static class PageData
{
    /// <summary>Half a unit of the fifth digit is a tenth of what a table shows.</summary>
    private const int Digits = 5;

    private enum OutcomeCode { Measured, Unfinished, Failed, Skipped }

    internal static string Json(IReadOnlyList<RunNumbers> runs, string baseline)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
            Write(writer, runs, baseline);
        return Encoding.ASCII.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<RunNumbers> runs, string baseline)
    {
        writer.WriteStartObject();
        writer.WriteString("baseline", baseline);
        writer.WriteNumber("fewestForInterval", MedianEstimate.FewestValues);
        WriteArray(writer, "measures", Measure.All, static (writer, measure) =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", measure.Id);
            writer.WriteString("title", measure.Title);
            writer.WriteString("note", measure.Note);
            writer.WriteString("kind", KebabCase.Of(measure.Kind));
            writer.WriteEndObject();
        });
        writer.WriteStartObject("labels");
        foreach (MeasureKind kind in Enum.GetValues<MeasureKind>())
            writer.WriteString(KebabCase.Of(kind), FigureLabels.Of(kind));
        writer.WriteString("ratio", FigureLabels.Ratio);
        writer.WriteString("round", FigureLabels.Round("$"));
        writer.WriteNumber("narrow", FigureLabels.NarrowAxis);
        writer.WriteNumber("narrowWithOne", FigureLabels.NarrowAxisWithOne);
        writer.WriteNumber("logTicks", FigureParts.DecadesWithDigits);
        writer.WriteNumber("byteTicks", FigureParts.TicksOfBytes);
        writer.WriteEndObject();
        writer.WriteStartObject("themes");
        WriteTheme(writer, "light", FigureTheme.Light);
        WriteTheme(writer, "dark", FigureTheme.Dark);
        writer.WriteEndObject();
        WriteArray(writer, "figures", FigureCatalog.All, static (writer, figure) =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", figure.Id);
            writer.WriteString("rows", KebabCase.Of(figure.Rows));
            WriteArray(writer, "measures", figure.Measures, static (writer, measure) => writer.WriteStringValue(measure.Id));
            writer.WritePropertyName("spec");
            figure.Spec().WriteTo(writer);
            writer.WriteEndObject();
        });
        WriteArray(writer, "runs", runs, WriteRun);
        writer.WriteEndObject();
    }

    private static void WriteTheme(Utf8JsonWriter writer, string name, FigureTheme theme)
    {
        writer.WriteStartObject(name);
        writer.WriteStartObject("words");
        foreach ((string word, System.Text.Json.Nodes.JsonNode value) in theme.Words(Enum.GetValues<BackendClass>().OrderBy(static one => one.Rank())))
        {
            writer.WritePropertyName(word);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
        writer.WritePropertyName("config");
        theme.Config().WriteTo(writer);
        writer.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter writer, RunNumbers run)
    {
        Summary summary = run.Summary;
        Dictionary<string, int> workloads = Positions(run.Workloads), sizes = Positions(run.Sizes), backends = Positions(run.Backends.Select(static one => one.Id));
        Dictionary<Measure, int> measures = Measure.All.Select(static (measure, i) => (measure, i)).ToDictionary();
        Dictionary<CaseId, int> cases = summary.Cases.Select(static (one, i) => (one, i)).ToDictionary();

        writer.WriteStartObject();
        writer.WriteString("title", OutcomeText.OneLine(summary.Run.Header.Machine.ToString()));
        WriteArray(writer, "workloads", run.Workloads, static (writer, one) => writer.WriteStringValue(one));
        WriteArray(writer, "sizes", run.Sizes, static (writer, one) => writer.WriteStringValue(one));
        WriteArray(writer, "backends", run.Backends, static (writer, one) => WriteStrings(writer, one.Id, one.Title, one.Class.Name()));
        WriteArray(writer, "cases", summary.Cases, (writer, one) =>
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(workloads[one.Workload]);
            writer.WriteNumberValue(sizes[one.Size]);
            writer.WriteNumberValue(backends[one.Backend]);
            WriteOutcome(writer, summary.OutcomeOf(one));
            writer.WriteEndArray();
        });
        WriteArray(writer, "series", run.Series, (writer, one) =>
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(cases[one.Case]);
            writer.WriteNumberValue(measures[one.Measure]);
            writer.WriteNumberValue(one.Sample.Count);
            WriteEstimate(writer, one.Median);
            WriteEstimate(writer, one.Ratio);
            WriteNumber(writer, one.Sample.Minimum);
            WriteNumber(writer, one.Sample.Maximum);
            WriteNumbers(writer, one.Values);
            writer.WriteEndArray();
        });
        WriteArray(writer, "doubts", summary.Findings.Where(static one => one.Case is not null).GroupBy(static one => (one.Id, one.Phase)).ToArray(), (writer, doubt) =>
        {
            writer.WriteStartObject();
            writer.WriteString("kind", doubt.Key.Id.Replace('-', ' '));
            if (doubt.Key.Phase is string phase)
                writer.WriteString("phase", phase);
            WriteArray(writer, "cases", doubt.Select(static one => one.Case!.Value).Distinct().ToArray(), (writer, one) => writer.WriteNumberValue(cases[one]));
            writer.WriteEndObject();
        });
        WriteArray(writer, "iterations", run.Iterations, (writer, one) =>
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(cases[one.Case]);
            writer.WriteNumberValue(one.Process);
            writer.WriteNumberValue(one.IsThinned ? 1 : 0);
            WriteNumbers(writer, one.Points.Select(static point => (double)point.Iteration));
            WriteNumbers(writer, one.Points.Select(static point => point.Nanoseconds));
            writer.WriteEndArray();
        });
        WriteArray(writer, "means", run.Means, (writer, one) =>
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(backends[one.Backend]);
            writer.WriteNumberValue(sizes[one.Size]);
            writer.WriteNumberValue(measures[one.Measure]);
            WriteEstimate(writer, one.Mean);
            writer.WriteNumberValue(one.Workloads);
            writer.WriteNumberValue(one.Planned);
            writer.WriteEndArray();
        });
        WriteArray(writer, "paybacks", run.Paybacks, (writer, one) =>
        {
            BreakEven.After? after = one.BreakEven as BreakEven.After;
            writer.WriteStartArray();
            writer.WriteNumberValue(cases[one.Case]);
            writer.WriteNumberValue(backends[one.Other.Id]);
            writer.WriteStringValue(after is not null ? BreakEvenFigure.Paid : one.BreakEven is BreakEven.Never ? BreakEvenFigure.Never : BreakEvenFigure.Unclear);
            WriteNumber(writer, after?.Executions);
            WriteNumber(writer, after?.Interval?.Low);
            WriteNumber(writer, after?.Interval?.High);
            writer.WriteEndArray();
        });
        writer.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter writer, Outcome? outcome)
    {
        writer.WriteNumberValue((int)(outcome switch
        {
            Outcome.Measured => OutcomeCode.Measured,
            Outcome.Failed => OutcomeCode.Failed,
            Outcome.Skipped => OutcomeCode.Skipped,
            _ => OutcomeCode.Unfinished,
        }));
        if (outcome is Outcome.Failed failed)
            writer.WriteStringValue(failed.Cause.Name());
    }

    private static void WriteEstimate(Utf8JsonWriter writer, Estimate? estimate)
    {
        WriteNumber(writer, estimate?.Value);
        WriteNumber(writer, estimate?.Interval?.Low);
        WriteNumber(writer, estimate?.Interval?.High);
    }

    /// <summary>In few characters: 33212e4, 1.04.</summary>
    private static void WriteNumber(Utf8JsonWriter writer, double? number)
    {
        if (number is not double value || !double.IsFinite(value))
        {
            writer.WriteNullValue();
            return;
        }
        string scientific = value.ToString($"E{Digits - 1}");
        int exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('E') + 1)) - (Digits - 1);
        string digits = scientific[..scientific.IndexOf('E')].Replace(".", "").TrimEnd('0');
        exponent += Digits - digits.Count(char.IsAsciiDigit);
        if (!digits.Any(char.IsAsciiDigit))
            writer.WriteNumberValue(0);
        else
            writer.WriteRawValue(exponent switch
            {
                0 => digits,
                > 0 and < 3 => digits + new string('0', exponent),
                < 0 when -exponent < digits.Length => digits.Insert(digits.Length + exponent, "."),
                _ => $"{digits}e{exponent}",
            }, skipInputValidation: true);
    }

    private static void WriteNumbers(Utf8JsonWriter writer, IEnumerable<double> numbers)
    {
        writer.WriteStartArray();
        foreach (double number in numbers)
            WriteNumber(writer, number);
        writer.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter writer, params ReadOnlySpan<string> texts)
    {
        writer.WriteStartArray();
        foreach (string text in texts)
            writer.WriteStringValue(OutcomeText.OneLine(text));
        writer.WriteEndArray();
    }

    private static void WriteArray<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> elements, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (T element in elements)
            write(writer, element);
        writer.WriteEndArray();
    }

    private static Dictionary<string, int> Positions(IEnumerable<string> names) => names.Select(static (name, i) => (name, i)).ToDictionary();
}
