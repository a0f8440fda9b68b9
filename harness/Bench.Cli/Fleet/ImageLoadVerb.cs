using System.CommandLine;
using Bench.Core;
using Bench.Fleet.Images;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class ImageLoadVerb : IImageVerb
{
    private readonly Argument<string?> _file = new("FILE") { Description = "As ./bench image save wrote it; the image that was built last if not given", Arity = ArgumentArity.ZeroOrOne };
    private readonly EngineOptions _engines = new();

    public string Name => "load";
    public int Order => 3;
    public string Example => "./bench image load --host unix:///var/run/docker.sock";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Gives engines of this machine the image.") { _file };
        _engines.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            await _engines.ForEachAsync(parsed, async (host, engine) =>
            {
                await using Stream archive = Open(context, parsed.GetValue(_file), ct);
                await engine.LoadImageAsync(archive, ct);
                context.Console.WriteLine($"{host} has it");
            }, ct);
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Stream Open(CliContext context, string? file, CancellationToken ct)
    {
        if (file is null)
            return ImageStore.Of(context.Layout).OpenArchive(ct);
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read {file}: {e.Message}", e);
        }
    }
}
