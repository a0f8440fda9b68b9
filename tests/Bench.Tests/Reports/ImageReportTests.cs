using Bench.Reports;

namespace Bench.Tests;

/// <summary>Runs of programs that look at images and say what each stage took.</summary>
public sealed class ImageReportTests
{
    [Fact]
    public void An_image_has_its_stages_side_by_side_with_ratios_within_each_size() =>
        StoredFile.Holds("report-image.md", Rendered.Text([FixtureRuns.Images().Summary], ReportOptions.Default, "md"));

    [Fact]
    public void Stages_stand_in_no_other_table() =>
        Assert.All(WorkloadTables.Of(FixtureRuns.Images().Summary, "native-clang"), static table => Assert.DoesNotContain(table.Notes, static note => note.Contains("inference", StringComparison.Ordinal)));

    [Fact]
    public void Lines_of_stages_have_a_ratio()
    {
        string csv = Rendered.Text([FixtureRuns.Images().Summary], ReportOptions.Default, "csv");
        Assert.Matches("(?m)^.*,image-inference,small,80,wasmedge-aot-simd,.*,inference,wall,6,.*,1\\.56[0-9]*,1\\.55[0-9]*,1\\.58[0-9]*,", csv);
    }

    [Fact]
    public void A_page_has_a_section_of_it_only_where_there_are_images()
    {
        Assert.Contains("<h2 id=\"per-image\">", Rendered.Text([FixtureRuns.Quick().Summary, FixtureRuns.Images().Summary], ReportOptions.Default, "html"), StringComparison.Ordinal);
        Assert.DoesNotContain("per-image", Rendered.Text([FixtureRuns.Quick().Summary], ReportOptions.Default, "html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_table_is_also_one_for_LaTeX() =>
        Assert.Contains(await ReportWriter.RenderAsync([FixtureRuns.Images().Summary], ReportOptions.Default, "latex", CancellationToken.None),
            static file => file.Path.Contains("per-image", StringComparison.Ordinal));

    [Fact]
    public void A_console_gets_the_medians_of_each_size() =>
        Assert.Equal(["image-inference, size small: median time of an image, stage by stage", "image-inference, size small-interpreter: median time of an image, stage by stage"],
            PerImageTables.Headlines(FixtureRuns.Images().Summary).Select(static one => one.Title));
}
