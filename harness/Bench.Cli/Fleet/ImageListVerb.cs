using Bench.Backends.Docker;
using Bench.Fleet.Images;
using Bench.Reports;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class ImageListVerb : IImageVerb
{
    private readonly EngineOptions _engines = new();

    public string Name => "list";
    public int Order => 4;
    public string Example => "./bench image list --host unix:///var/run/docker.sock";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Shows the images of the harness that engines have.");
        _engines.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            await _engines.ForEachAsync(parsed, async (host, engine) => ConsoleTable.Write(context.Console, TableOf(host, await engine.ListImagesAsync(ImageName.IdLabel, ct))), ct);
            return ExitCodes.Fine;
        });
        return command;
    }

    private static ReportTable TableOf(string host, IReadOnlyList<ImageListed> images) => new()
    {
        Title = images.Count == 0 ? $"{host} has no image of the harness" : host,
        Columns = [new("image", ColumnAlignment.Left), new("commit", ColumnAlignment.Left), new("size")],
        Rows = [.. images.OrderBy(static image => image.Id, StringComparer.Ordinal).Select(static image => (IReadOnlyList<ReportCell>)
        [
            image.RepoTags is [string name, ..] ? name : image.Id, image.Labels?.GetValueOrDefault(ImageName.CommitLabel) is { Length: > 0 } commit ? commit : "–", Unit.Bytes(image.Size),
        ])],
    };
}
