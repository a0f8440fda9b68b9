using System.CommandLine;
using System.Net;
using Bench.Core;
using Bench.Fleet.Images;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class ImageServeVerb : IImageVerb
{
    private readonly Option<string> _listen = new("--listen") { Description = "An address of this machine and a port", HelpName = "ADDR:PORT", Required = true };

    public string Name => "serve";
    public int Order => 5;
    public string Example => "./bench image serve --listen 10.0.0.1:5000   (engines need \"insecure-registries\": [\"10.0.0.1:5000\"])";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Lets other machines' engines pull the image that was built last, until it is ended; read-only, without TLS.") { _listen };
        command.SetAction(async (parsed, ct) =>
        {
            string text = parsed.GetValue(_listen)!;
            if (!IPEndPoint.TryParse(text, out IPEndPoint? endPoint) || endPoint.Port == 0)
                throw new UsageException($"--listen {text}: expected an address and a port, such as 127.0.0.1:5000");
            ImageStore store = ImageStore.Of(context.Layout);
            string tag = store.Name.Split(':')[^1];
            using ImageRegistry registry = ImageRegistry.Listen(store, endPoint);
            context.Console.WriteLine($"docker pull {endPoint}/{ImageRegistry.Repository}:{tag}");
            try
            {
                await registry.RunAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // That is how it ends.
            }
            return ExitCodes.Fine;
        });
        return command;
    }
}
