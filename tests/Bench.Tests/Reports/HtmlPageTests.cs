using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bench.Core;
using Bench.Reports;
using Bench.Tests.Browser;

namespace Bench.Tests;

/// <summary>The HTML report as a browser shows it.</summary>
public sealed class HtmlPageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IDisposable
{
    private const int ShotHeight = 1200;
    private const string Contrast = """
        (selector => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
          const rgb = (colour, under) => { canvas.fillStyle = `rgb(${under})`; canvas.fillRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); };
          const behind = element => element ? rgb(getComputedStyle(element).backgroundColor, behind(element.parentElement)) : [255, 255, 255];
          const luminance = colour => colour.map(one => one / 255).map(one => one <= .03928 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4).reduce((sum, one, i) => sum + one * [.2126, .7152, .0722][i], 0);
          return Math.min(...[...document.querySelectorAll(selector)].map(element => {
            const back = behind(element), [low, high] = [luminance(back), luminance(rgb(getComputedStyle(element).color, back))].sort((a, b) => a - b);
            return (high + .05) / (low + .05);
          }));
        })
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_page_opens_with_its_figures_and_without_a_complaint_or_a_request_for_anything_else()
    {
        await using BrowserPage page = await OpenAsync([Whole().Summary]);
        await page.RunAsync("benchReport.drawAll()");
        await page.FramesAsync();
        string[] shown = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('figure:not([hidden])')].filter(one => one.querySelector('svg, canvas')).map(one => one.id)");
        Assert.Equal(FigureCatalog.All.Select(static one => one.Id), shown);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelectorAll('figure .plot:not([aria-label])').length"));
        Assert.Single(page.Requests);
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task Hostile_text_is_shown_and_does_nothing()
    {
        await using BrowserPage page = await OpenAsync([HostileRun.Summary]);
        await page.RunAsync("benchReport.drawAll(); document.querySelectorAll('details').forEach(one => one.open = true); document.querySelectorAll('td[data-tip]').forEach(one => one.focus())");
        await page.FramesAsync();
        Assert.Equal("undefined", await page.EvaluateAsync<string>("typeof window.__pwned"));
        Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelectorAll('img, b, i, script:not(#data):not(:not([src]))').length"));
        Assert.Contains(HostileRun.Payload, await page.EvaluateAsync<string>("document.querySelector('.failure p').textContent"), StringComparison.Ordinal);
        Assert.Contains("a\"b<i>c", await page.EvaluateAsync<string>("document.querySelector('#table').textContent"), StringComparison.Ordinal);
        Assert.Single(page.Requests);
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task Marks_of_every_format_and_words_without_an_end_break_neither_page_nor_phone()
    {
        await using BrowserPage page = await OpenAsync([FixtureRuns.Hostile().Summary], width: 360);
        await page.RunAsync("benchReport.drawAll(); document.querySelectorAll('details').forEach(one => one.open = true)");
        await page.FramesAsync();
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task A_doubt_about_one_phase_marks_only_the_numbers_of_that_phase()
    {
        const string Marks = "[...document.querySelectorAll('#table .doubt')].map(one => one.closest('tr').dataset.backend)";
        FixtureRun run = FixtureRuns.Quick().Values("nbody/small/node", Phases.Execute, Metric.Wall, [.. Enumerable.Repeat(41L, 20)]);
        await using BrowserPage page = await OpenAsync([run.Summary]);
        await page.RunAsync("document.querySelector('#measure').value = 'execute'; document.querySelector('#measure').dispatchEvent(new Event('change'))");
        Assert.Contains("node", await page.EvaluateAsync<string[]>(Marks));
        await page.RunAsync("document.querySelector('#measure').value = 'total'; document.querySelector('#measure').dispatchEvent(new Event('change'))");
        Assert.DoesNotContain("node", await page.EvaluateAsync<string[]>(Marks));
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task Filters_by_text_and_class_leave_the_rows_that_match()
    {
        await using BrowserPage page = await OpenAsync([FixtureRuns.Quick().Summary]);
        Assert.Equal(["native-clang", "wasmedge-aot", "node", "docker-native"], await RowsAsync(page));
        await page.RunAsync("const find = document.getElementById('find'); find.value = 'NATIVE'; find.dispatchEvent(new Event('input'))");
        Assert.Equal(["native-clang", "docker-native"], await RowsAsync(page));
        await page.RunAsync("document.querySelector('#classes input[value=container]').click()");
        Assert.Equal(["native-clang"], await RowsAsync(page));
        await page.RunAsync("const find = document.getElementById('find'); find.value = 'no such thing'; find.dispatchEvent(new Event('input'))");
        Assert.Contains("Nothing is left", await page.EvaluateAsync<string>("document.querySelector('#table').textContent"), StringComparison.Ordinal);
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task A_header_sorts_up_then_down_then_by_class_again_with_failed_cases_last()
    {
        await using BrowserPage page = await OpenAsync([FixtureRuns.Quick().Summary]);
        string[] byClass = await RowsAsync(page);
        Task ClickAsync() => page.RunAsync("[...document.querySelectorAll('#table thead button')].find(one => one.textContent.startsWith('mandelbrot')).click()");
        Task<string> SortAsync() => page.EvaluateAsync<string>("[...document.querySelectorAll('#table thead th')].find(one => one.textContent.startsWith('mandelbrot')).getAttribute('aria-sort')");
        await ClickAsync();
        Assert.Equal(["native-clang", "node", "wasmedge-aot", "docker-native"], await RowsAsync(page));
        Assert.Equal("ascending", await SortAsync());
        await ClickAsync();
        Assert.Equal(["node", "native-clang", "wasmedge-aot", "docker-native"], await RowsAsync(page));
        Assert.Equal("descending", await SortAsync());
        await ClickAsync();
        Assert.Equal(byClass, await RowsAsync(page));
        Assert.Equal("none", await SortAsync());
    }

    [SkippableFact]
    public async Task Size_measure_and_ratio_change_what_the_cells_say()
    {
        await using BrowserPage page = await OpenAsync([FixtureRuns.Quick().Summary]);
        Assert.Equal(["333", "389", "453", "1130"], await ColumnAsync(page, "nbody"));
        Assert.Equal(["94.9", "trap", "161*", "wrong output"], await ColumnAsync(page, "mandelbrot"));
        await page.RunAsync("document.querySelector('input[name=show][value=ratio]').click()");
        Assert.Equal(["1.00×", "1.17×", "1.36×", "3.41×"], await ColumnAsync(page, "nbody"));
        await page.RunAsync("const select = document.getElementById('measure'); select.value = 'execute'; select.dispatchEvent(new Event('change'))");
        Assert.Equal(["1.00×", "1.14×", "1.18×", "1.00×"], await ColumnAsync(page, "nbody"));
        await page.RunAsync("document.querySelector('#sizes input[value=small-interpreter]').click()");
        Assert.Equal(["1.00×", "279×"], await ColumnAsync(page, "nbody"));
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task Arrow_keys_move_between_cells_and_show_what_stands_behind_each()
    {
        await using BrowserPage page = await OpenAsync([FixtureRuns.Quick().Summary]);
        await page.RunAsync("document.querySelector('#table td[tabindex=\"0\"]').focus()");
        await page.PressAsync("ArrowRight");
        await page.PressAsync("ArrowDown");
        string tip = await page.EvaluateAsync<string>("document.getElementById('tip').hidden ? '' : document.getElementById('tip').textContent");
        Assert.StartsWith("WasmEdge AOT\nnbody, small\ntotal: 389 ms\n", tip, StringComparison.Ordinal);
        Assert.Contains("1.17× of native-clang", tip, StringComparison.Ordinal);
        await page.PressAsync("Escape");
        Assert.True(await page.EvaluateAsync<bool>("document.getElementById('tip').hidden"));
        Assert.Equal(1, await page.EvaluateAsync<int>("document.querySelectorAll('#table td[tabindex=\"0\"]').length"));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_and_cells_are_readable_in_light_and_in_dark(bool dark)
    {
        await using BrowserPage page = await OpenAsync([FixtureRuns.Quick().Summary], 1280, dark);
        foreach (string selector in (string[])["body", ".verdict span", ".note", "nav a", "#table td", "#table th", ".advice", ".cause", "fieldset label > span", "caption", "figcaption p", "summary"])
            Assert.True(await page.EvaluateAsync<double>($"{Contrast}('{selector}')") >= 4.5, $"{selector} has too little contrast");
        string ground = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(dark, int.Parse(ground.Split('(', ',')[1], CultureInfo.InvariantCulture) < 128);
    }

    [SkippableFact]
    public async Task A_phone_scrolls_tables_and_figures_but_never_the_page_sideways()
    {
        await using BrowserPage page = await OpenAsync([Whole().Summary], width: 360);
        await page.RunAsync("benchReport.drawAll(); document.querySelectorAll('details').forEach(one => one.open = true)");
        await page.FramesAsync();
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.True(await page.EvaluateAsync<bool>("document.getElementById('table').scrollWidth > document.getElementById('table').clientWidth"));
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task The_page_draws_the_rows_that_the_printed_figures_have()
    {
        Summary summary = Whole().Summary;
        RunNumbers run = new(summary, "native-clang");
        await using BrowserPage page = await OpenAsync([summary]);
        foreach (IFigure figure in FigureCatalog.All)
        {
            IReadOnlyList<Measure> measures = figure.Measures.Count > 0 ? figure.Measures : [Measure.Total];
            string ids = string.Join(',', measures.Select(static one => $"'{one.Id}'"));
            JsonArray shown = await page.EvaluateAsync<JsonArray>($"benchReport.rows('{KebabCase.Of(figure.Rows)}', [{ids}], 'small').map(({{ tip, ...row }}) => row)");
            JsonArray printed = FigureData.Rows(run, figure.Rows, measures, "small");
            Assert.NotEmpty(printed);
            Assert.Equal(printed.Count, shown.Count);
            // Times left after others were taken away have the rounding of those.
            double slack = figure.Rows == FigureRows.Phases ? 2e4 : 0;
            Assert.All(printed.Zip(shown), pair => AssertAlike(pair.First!.AsObject(), pair.Second!.AsObject(), slack));
        }
    }

    [SkippableFact]
    public async Task Machines_are_shown_one_at_a_time()
    {
        await using BrowserPage page = await OpenAsync([FixtureRuns.Quick().Summary, FixtureRuns.Paper(FixtureRun.Graviton).Summary]);
        Task<string[]> ShownAsync() => page.EvaluateAsync<string[]>("[...new Set([...document.querySelectorAll('[data-of-run]')].filter(one => !one.hidden).map(one => one.dataset.ofRun))]");
        Assert.Equal(["0"], await ShownAsync());
        await page.RunAsync("document.getElementById('tab-0').focus()");
        await page.PressAsync("ArrowRight");
        Assert.Equal(["1"], await ShownAsync());
        Assert.Equal("tab-1", await page.EvaluateAsync<string>("document.querySelector('[role=tab][aria-selected=true]').id"));
        Assert.Equal(["paper"], await page.EvaluateAsync<string[]>("[...document.querySelectorAll('#sizes input')].map(one => one.value)"));
        Assert.Contains("of this machine alone", await page.EvaluateAsync<string>("document.getElementById('legend').textContent"), StringComparison.Ordinal);
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task Without_Vega_the_page_has_its_tables_and_says_what_is_missing()
    {
        await using BrowserPage page = await OpenAsync([FixtureRuns.Quick().Summary], tools: null);
        Assert.Equal(4, (await RowsAsync(page)).Length);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelectorAll('figure:not([hidden])').length"));
        Assert.Contains("./bench setup", await page.EvaluateAsync<string>("document.getElementById('no-figures').textContent"), StringComparison.Ordinal);
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task A_page_of_ten_thousand_cases_opens_and_draws()
    {
        await using BrowserPage page = await OpenAsync([new Summary(LargeRun.Of(backends: 100, processes: 10))]);
        await page.RunAsync("benchReport.drawAll()");
        Assert.Equal(100, (await RowsAsync(page)).Length);
        Assert.Equal(20_000, await page.EvaluateAsync<int>("benchReport.rows('values', ['total'], 'huge').length"));
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task Where_points_are_left_out_the_figure_says_so()
    {
        FixtureRun run = new FixtureRun().Backend("native-clang", "Native", BackendClass.Native).Workload("nbody", "small", "1")
            .Measured("nbody/small/native-clang", [.. Enumerable.Range(0, 500).Select(static i => 100 + (0.01 * i))]);
        await using BrowserPage page = await OpenAsync([run.Summary]);
        await page.RunAsync("benchReport.drawAll()");
        Assert.Contains("more than 40 processes", await page.EvaluateAsync<string>("document.querySelector('#distributions .thinned').textContent"), StringComparison.Ordinal);
        Assert.False(await page.EvaluateAsync<bool>("document.querySelector('#distributions .thinned').hidden"));
    }

    /// <summary>With BENCH_SHOTS=FOLDER, and BENCH_RUN=RUN[,RUN] for runs other than the fixture's, it leaves pictures for a person to look at.</summary>
    [SkippableTheory]
    [InlineData("desktop", 1280, false)]
    [InlineData("dark", 1280, true)]
    [InlineData("phone", 360, false)]
    public async Task Every_figure_fits_its_frame_at_every_width(string name, int width, bool dark)
    {
        string? paths = Environment.GetEnvironmentVariable("BENCH_RUN");
        await using BrowserPage page = await OpenAsync(paths is null ? [Whole().Summary] : [.. paths.Split(',').Select(static one => new Summary(RunFolder.Read(one)))], width, dark);
        await page.RunAsync("benchReport.drawAll()");
        await page.FramesAsync();
        Assert.Empty(await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.plot')].filter(one => one.scrollWidth > one.clientWidth).map(one => `${one.parentElement.id}: ${one.scrollWidth} in ${one.clientWidth}`)"));
        Assert.Empty(page.Problems);
        if (Environment.GetEnvironmentVariable("BENCH_SHOTS") is string folder)
            await TakePicturesAsync(page, folder, name, width);
    }

    private static async Task TakePicturesAsync(BrowserPage page, string folder, string name, int width)
    {
        int height = await page.EvaluateAsync<int>("document.documentElement.scrollHeight");
        for (int top = 0; top < height; top += ShotHeight)
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}-{1 + (top / ShotHeight)}.png"), await page.ScreenshotAsync(top, width, Math.Min(ShotHeight, height - top)));
    }

    private Task<BrowserPage> OpenAsync(IReadOnlyList<Summary> runs, int width = 1280, bool dark = false) => OpenAsync(runs, BrowserFixture.Tools, width, dark);

    private async Task<BrowserPage> OpenAsync(IReadOnlyList<Summary> runs, Toolbox? tools, int width = 1280, bool dark = false)
    {
        BrowserPage page = await browser.PageAsync();
        Skip.If(tools is not null && await tools.ProbeAllAsync(["vega", "vega-lite"], CancellationToken.None) is Availability.Missing, "Vega is not installed; ./bench setup");
        string file = _folder.Write("report.html", await HtmlReport.RenderAsync(runs, "native-clang", tools, CancellationToken.None));
        await page.EmulateAsync(width, 900, dark);
        await page.OpenAsync(file);
        return page;
    }

    /// <summary>A run with something for every figure.</summary>
    private static FixtureRun Whole()
    {
        FixtureRun run = FixtureRuns.Quick();
        foreach (string backend in new[] { "native-clang", "wasmedge-aot" })
            run.Measured($"pi/small/{backend}", 100, 101, 102, 103, 104, 105, 106).Times($"pi/small/{backend}", Phases.Execute, 90, 91, 92, 93, 94, 95, 96);
        run.Workload("pi", "small", "5").Measured("pi/small/node", 204, 205, 206, 207, 208, 209, 210).Times("pi/small/wasmedge-aot", Phases.Compile, 1400, 1410, 1420, 1430, 1440, 1450, 1460);
        run.Stream("stream-triple", "small", "rate=1000").Streamed("stream-triple/small/node", parts: true, 210, 220);
        return run.Iterated("nbody/small/node", [900, 500, 400, 390, 391, 390, 389], [880, 520, 410, 392, 390, 391, 390]);
    }

    private static Task<string[]> RowsAsync(BrowserPage page) => page.EvaluateAsync<string[]>("[...document.querySelectorAll('#table tr[data-backend]')].map(one => one.dataset.backend)");

    private static Task<string[]> ColumnAsync(BrowserPage page, string workload) => page.EvaluateAsync<string[]>($$"""
        (() => {
          const column = [...document.querySelectorAll('#table thead th')].findIndex(one => one.textContent.startsWith('{{workload}}'));
          return [...document.querySelectorAll('#table tr[data-backend]')].map(one => one.children[column].textContent.replace('‡', ''));
        })()
        """);

    /// <summary>The page has numbers to five digits.</summary>
    private static void AssertAlike(JsonObject printed, JsonObject shown, double slack)
    {
        string[] names = [.. printed.Where(static pair => pair.Value is not null).Select(static pair => pair.Key).Order(StringComparer.Ordinal)];
        Assert.Equal(names, shown.Where(static pair => pair.Value is not null).Select(static pair => pair.Key).Order(StringComparer.Ordinal));
        foreach (string name in names)
            if (printed[name]!.GetValueKind() == JsonValueKind.Number)
                Assert.Equal(Number(printed[name]!), Number(shown[name]!), (1e-4 * Number(printed[name]!)) + slack);
            else
                Assert.Equal(printed[name]!.ToString(), shown[name]!.ToString());
    }

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
}
