using Bench.Core;
using Bench.Reports;
using Spectre.Console;

namespace Bench.Tests;

public sealed class ConsoleTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public void A_run_ends_with_a_matrix_for_each_size(int width) =>
        StoredFile.Holds($"console-run-{width}.txt", Written(width, console => ConsoleTables.Write(console, FixtureRuns.Quick().Summary)));

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public void A_table_wider_than_the_console_is_cut_between_columns(int width) =>
        StoredFile.Holds($"console-workload-{width}.txt", Written(width, static console =>
            ConsoleTable.Write(console, WorkloadTables.Of(FixtureRuns.Quick().Summary, "native-clang").First(static table => table.Title.StartsWith("nbody", StringComparison.Ordinal)))));

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public void The_published_layout_is_readable_on_a_console(int width) =>
        StoredFile.Holds($"console-paper-{width}.txt", Written(width, static console => ConsoleTable.Write(console, PaperTables.Of([FixtureRuns.Paper(FixtureRun.Xeon).Summary])[0])));

    [Fact]
    public void Colours_are_for_terminals_only()
    {
        static void Write(IAnsiConsole console) => ConsoleTables.Write(console, FixtureRuns.Quick().Summary);
        Assert.DoesNotContain('\u001b', Written(80, Write));
        Assert.Contains("\u001b[1;32m", Written(80, Write, AnsiSupport.Yes));
        Assert.Contains("\u001b[91mtrap", Written(80, Write, AnsiSupport.Yes));
    }

    [Fact]
    public void Cells_show_how_well_they_are_known_and_what_is_doubted()
    {
        FixtureRun run = new FixtureRun().Backend("native-clang", "Native", BackendClass.Native).Backend("node", "Node.js", BackendClass.OptimisingJit).Workload("nbody", "small", "1")
            .Measured("nbody/small/native-clang", 100, 101, 102, 103, 104, 105, 106, 107, 108, 109).Measured("nbody/small/node", 200, 201, 202, 203, 204, 300, 301, 302, 303, 304);
        StoredFile.Holds("console-doubts.txt", Written(120, console => ConsoleTables.Write(console, run.Summary)));
    }

    [Fact]
    public void A_run_of_skipped_cases_only_has_no_matrix()
    {
        FixtureRun run = new FixtureRun().Backend("wasm3", "wasm3", BackendClass.Interpreter, null).Workload("nbody", "small", "1").Skipped("nbody/small/wasm3", "'wasm3' is not on PATH");
        Assert.Equal("0 cases measured, 0 failed, 1 skipped\nskipped, the report says why: wasm3\n", Written(80, console => ConsoleTables.Write(console, run.Summary)));
    }

    internal static string Written(int width, Action<IAnsiConsole> write, AnsiSupport ansi = AnsiSupport.No)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi, ColorSystem = ansi == AnsiSupport.Yes ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        write(console);
        return writer.ToString();
    }
}
