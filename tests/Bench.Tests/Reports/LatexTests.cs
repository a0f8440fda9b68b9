using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

public sealed partial class LatexTests : IDisposable
{
    // What no reader sees: a few points beyond a margin of 15 mm.
    private const double TolerablePoints = 3;

    private static readonly ReportOptions s_paper = ReportOptions.Default with { Style = ReportStyle.Paper };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(@"100% of_a\b {c} $d & #e", @"100\% of\_a\textbackslash{}b \{c\} \$d \& \#e")]
    [InlineData("<a> ^ ~ |", @"\textless{}a\textgreater{} \textasciicircum{} \textasciitilde{} \textbar{}")]
    [InlineData("12.2 ± 0.1 µs, 3–10, ÷ × †", @"12.2 \ensuremath{\pm} 0.1 \ensuremath{\mu}s,{} 3\textendash{}10,{} \ensuremath{\div} \ensuremath{\times} \textdagger{}")]
    [InlineData("--force", "-{}-{}force")]
    [InlineData("[1] *", "{[}1{]} {*}")]
    [InlineData("é ñ ß Ł", "é ñ ß Ł")]
    [InlineData("漢 Я", @"{[}U+6F22{]}\allowbreak{} {[}U+042F{]}\allowbreak{}")]
    [InlineData("a\nb\u001b", @"a b{\fboxsep1pt\fbox{\scriptsize ?}}")]
    public void Every_character_stands_for_itself_or_is_visibly_replaced(string text, string latex) => Assert.Equal(latex, LatexText.Escape(text));

    [Fact]
    public void A_word_without_an_end_may_be_broken() => Assert.Equal(8, LatexText.Escape(new string('x', 100)).Split(@"\allowbreak{}").Count(static part => part.Length == 12));

    [Fact]
    public void A_document_inputs_its_tables_and_each_stands_by_itself()
    {
        IReadOnlyList<ReportFile> files = Render(FixtureRuns.Quick(), ReportOptions.Default);
        string document = TextOf(files[0]);
        Assert.Equal("report.tex", files[0].Path);
        Assert.All(files.Skip(1), file =>
        {
            Assert.Contains($@"\input{{{file.Path}}}", document);
            Assert.Contains(@"\toprule", TextOf(file));
            Assert.DoesNotContain(@"\input", TextOf(file));
        });
        StoredFile.Holds("latex-report.tex", document);
        StoredFile.Holds("latex-table.tex", TextOf(files.Single(static file => file.Path.EndsWith("-nbody-size-small.tex", StringComparison.Ordinal))));
    }

    [SkippableTheory]
    [InlineData("quick", false)]
    [InlineData("quick", true)]
    [InlineData("paper", true)]
    [InlineData("hostile", false)]
    [InlineData("hostile", true)]
    [InlineData("broad", false)]
    [InlineData("broad", true)]
    public async Task Pdflatex_makes_pages_from_it_on_which_nothing_is_cut_off_or_missing(string fixture, bool paper)
    {
        FixtureRun run = fixture switch { "quick" => FixtureRuns.Quick(), "paper" => FixtureRuns.Paper(FixtureRun.Xeon), "hostile" => FixtureRuns.Hostile(), _ => FixtureRuns.Broad() };
        string log = await CompileAsync(Render(run, paper ? s_paper : ReportOptions.Default));

        Assert.True(int.Parse(Pages().Match(log).Groups[1].Value, CultureInfo.InvariantCulture) >= 1);
        Assert.DoesNotContain("Missing character", log);
        Assert.Empty(Overfull().Matches(log).Where(static match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) > TolerablePoints).Select(static match => match.Value));
    }

    [SkippableFact]
    public async Task A_table_can_be_put_into_another_document()
    {
        ReportFile table = Render(FixtureRuns.Quick(), ReportOptions.Default)[1];
        _folder.Write("table.tex", TextOf(table));
        string log = await CompileAsync([ReportFile.OfText("own.tex", """
            \documentclass[twocolumn]{article}
            \usepackage[T1]{fontenc}
            \usepackage{array,booktabs,caption,graphicx}
            \begin{document}
            \begin{table*}\input{table.tex}\end{table*}
            Text around it. \input{table.tex}
            \end{document}
            """)]);
        Assert.Matches(Pages(), log);
        Assert.DoesNotContain("Missing character", log);
    }

    private static IReadOnlyList<ReportFile> Render(FixtureRun run, ReportOptions options) =>
        ReportWriter.RenderAsync([run.Summary], options, "latex", CancellationToken.None).GetAwaiter().GetResult();

    private static string TextOf(ReportFile file) => Encoding.UTF8.GetString(file.Content.Span);

    /// <returns>The log, its lines unbroken.</returns>
    private async Task<string> CompileAsync(IReadOnlyList<ReportFile> files)
    {
        RepoLayout layout = new(Repo.Root);
        Toolbox tools = new(layout, ToolCatalog.Load(layout.ToolsFile));
        Skip.If(await tools.ProbeAsync("pdflatex", default) is Availability.Missing, "pdflatex is missing: ./bench setup --tool pdflatex");
        foreach (ReportFile file in files)
            _folder.Write(file.Path, TextOf(file));
        Command command = Command.Of(tools["pdflatex"], "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", files[0].Path)
            .WithEnvironment("max_print_line", "10000").WithEnvironment("openin_any", "p").WithEnvironment("openout_any", "p") with { WorkingDirectory = _folder.Path };
        CapturedOutput output = await ChildProcess.CaptureAsync(command, TimeSpan.FromMinutes(1), default);
        string log = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.ChangeExtension(_folder[files[0].Path], ".log")));
        Assert.True(output.Succeeded, log[^Math.Min(log.Length, 3000)..]);
        return log;
    }

    [GeneratedRegex(@"Output written on \S+ \((\d+) pages?")]
    private static partial Regex Pages();

    [GeneratedRegex(@"Overfull \\([hv])box \(([\d.]+)pt too (wide|high)\)[^\n]*")]
    private static partial Regex Overfull();
}
