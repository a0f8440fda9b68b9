using Bench.Core;
using Bench.Density;
using Bench.Streams;

namespace Bench.Cli;

/// <summary>Progress on standard error: one line that is rewritten on a terminal, a line now and then in a log.</summary>
internal sealed class ConsoleProgress(TextWriter writer, bool terminal, int width) : IRunProgress, IStreamProgress, IDensityProgress
{
    private const int BarWidth = 24;
    private int _shownTenth = -1;
    private string _stage = "";

    internal static ConsoleProgress OnStandardError() => new(Console.Error, !Console.IsErrorRedirected, Console.IsErrorRedirected ? 0 : Console.WindowWidth);

    public void Preparing(int done, int total, string what) => Show("building", done, total, what, null);

    public void Measuring(int done, int total, WorkItem item, TimeSpan? remaining) =>
        Show("measuring", done, total, item.Kind == WorkKind.Execute ? item.Case.Id.ToString() : $"{item.Case.Id} ({KebabCase.Of(item.Kind)})", remaining);

    public void Measuring(int done, int total, string what, TimeSpan? remaining) => Show("measuring", done, total, what, remaining);

    public void Noted(string text)
    {
        Clear();
        writer.WriteLine(text);
    }

    public void Ended(Outcome outcome)
    {
        if (outcome is not Outcome.Failed failed)
            return;
        Clear();
        writer.WriteLine($"failed: {failed.Case}: {KebabCase.Of(failed.Cause)}: {failed.Error}");
    }

    /// <summary>Takes the line away, before something else is printed.</summary>
    internal void Clear()
    {
        if (terminal)
            writer.Write("\r\x1b[K");
    }

    private void Show(string stage, int done, int total, string what, TimeSpan? remaining)
    {
        string left = remaining is TimeSpan time ? $"{Durations.Show(time)} left" : "";
        if (terminal)
        {
            int filled = total == 0 ? BarWidth : BarWidth * done / total;
            string line = $"{stage} [{new string('#', filled)}{new string('.', BarWidth - filled)}] {done}/{total}  {left}  {what}";
            writer.Write($"\r\x1b[K{(line.Length < width ? line : line[..(width - 1)])}");
            return;
        }
        int tenth = total == 0 ? 10 : 10 * done / total;
        // The total is an estimate, so the share can fall too.
        if (stage == _stage && tenth <= _shownTenth)
            return;
        (_stage, _shownTenth) = (stage, tenth);
        writer.WriteLine($"{stage} {done}/{total}{(left.Length > 0 ? ", " + left : "")}");
    }
}
