using Bench.Core;
using Bench.Reports;
using Spectre.Console;

namespace Bench.Gate;

/// <summary>What a gate ends with on a console: the answer in one line, then what to look at.</summary>
public static class GateConsole
{
    private const int MostRows = 20;

    /// <param name="whole">The file in which nothing is left out; null where none was written.</param>
    public static void Write(IAnsiConsole console, GateReport report, string? whole)
    {
        string rest = whole is null ? "" : $", in {OutcomeText.OneLine(whole)}";
        Style style = new(report.Colour switch { GateColour.Red => Color.Red, GateColour.Amber => Color.Yellow, _ => Color.Green }, decoration: Decoration.Bold);
        console.Write(new Text($"{KebabCase.Of(report.Colour).ToUpperInvariant()}: {GateHeadline.Of(report)}\n", style));
        foreach ((string name, string value) in GateHeadline.Facts(report))
            console.Write(new Text($"{name}: {value}\n"));
        console.WriteLine();
        foreach (GateSection section in GateSection.Of(report).Where(static one => one.Answer != GateAnswer.Fine))
            Write(console, section, rest);
        if (Fine(report) is string fine)
            console.Write(new Text(fine + "\n"));
        foreach (string note in report.Notes.Take(MostRows))
            console.Write(new Text($"Note: {OutcomeText.OneLine(note)}\n", new Style(Color.Yellow)));
        if (report.Notes.Count > MostRows)
            console.Write(new Text($"… and {report.Notes.Count - MostRows} more notes{rest}\n"));
    }

    private static void Write(IAnsiConsole console, GateSection section, string rest)
    {
        string[] lines = [.. section.Lines(MostRows, rest)];
        if (section.Table(MostRows) is ReportTable table)
        {
            ConsoleTable.Write(console, table with { Notes = lines });
            return;
        }
        console.Write(new Text(section.Title + "\n", new Style(decoration: Decoration.Bold)));
        foreach (string line in lines)
            console.Write(new Text(line + "\n"));
        console.WriteLine();
    }

    /// <summary>What fine means differs from case to case: how small a slowdown would have been seen.</summary>
    private static string? Fine(GateReport report)
    {
        GateCheck[] fine = [.. report.Checks.Where(static one => one.Answer == GateAnswer.Fine)];
        double[] sees = [.. fine.Select(static one => one.Sees).OfType<double>().Where(double.IsFinite)];
        return fine.Length == 0 ? null
            : $"Fine: {CountText.Of(fine.Length, "check", "checks")}." + (sees.Length == 0 ? ""
                : sees.Min() < sees.Max() ? $" A slowdown of {CheckText.Sees(sees.Min())} (the quietest) to {CheckText.Sees(sees.Max())} (the noisiest) would have been seen." : $" A slowdown of {CheckText.Sees(sees[0])} would have been seen.");
    }
}
