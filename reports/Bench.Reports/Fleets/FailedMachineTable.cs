namespace Bench.Reports;

/// <summary>The block of a machine that did not measure everything, in place of the one that is missing or beside the one that is not whole.</summary>
internal static class FailedMachineTable
{
    internal static ReportTable Of(FailedMachine failed) => new()
    {
        Title = $"{failed.Title}: {failed.Outcome}",
        Columns = [new("machine", ColumnAlignment.Left), new("type", ColumnAlignment.Left), new("outcome", ColumnAlignment.Left), new("cases measured before")],
        Rows =
        [
            [
                ColumnNames.Line(failed.Name), failed.VmType is string type ? ColumnNames.Line(type) : ReportCell.None, new ReportCell(failed.Outcome, CellTone.Failed),
                failed.Planned is int planned ? $"{failed.Measured} of {planned}" : "none",
            ],
        ],
        Notes =
        [
            $"{failed.Outcome}: {OutcomeText.OneLine(failed.Cause)}",
            .. failed.Measured > 0 ? ["What it measured before is shown, marked as partial: its means are over fewer cases."] : Array.Empty<string>(),
        ],
    };
}
