using System.CommandLine;
using Bench.Fleet.Images;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class ImageSaveVerb : IImageVerb
{
    private readonly Argument<string> _file = new("FILE") { Description = "Where to" };

    public string Name => "save";
    public int Order => 2;
    public string Example => "./bench image save bench.tar   (then on another machine: docker load < bench.tar)";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Writes the image that was built last as one file, for docker load and tools that read OCI archives.") { _file };
        command.SetAction(async (parsed, ct) =>
        {
            string file = parsed.GetValue(_file)!;
            await ImageFile.WriteAsync(ImageStore.Of(context.Layout), file, ct);
            context.Console.WriteLine($"{ShownPath.Of(file)}: {Reports.Unit.Bytes(new FileInfo(file).Length)}");
            return ExitCodes.Fine;
        });
        return command;
    }
}
