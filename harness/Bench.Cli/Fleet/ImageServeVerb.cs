using System.CommandLine;
using System.Globalization;
using System.Net;
using Bench.Core;
using Bench.Fleet.Images;
using Bench.Reports;
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
            if (endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any))
                throw new UsageException($"--listen {text}: name the address by which other machines reach this one, for it is part of the image's name there");
            ImageStore store = ImageStore.Of(context.Layout);
            string tag = store.Name.Split(':')[^1];
            Lock gate = new();
            // Never disposed of: the end of the process breaks connections off, and an engine then asks again.
            ImageRegistry registry = ImageRegistry.Listen(store, endPoint, news =>
            {
                lock (gate)
                    context.Console.WriteLine(Shown(news));
            });
            context.Console.WriteLine($"docker pull {endPoint}/{ImageRegistry.Repository}:{tag}");
            context.Console.WriteLine($"./bench fleet run --image {endPoint}/{ImageRegistry.Repository}:{tag}");
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

    private static string Shown(RegistryNews news) => news switch
    {
        RegistryNews.Sent sent when sent.Until < sent.Length => $"{sent.Client}: {sent.Layer} broke off after {Unit.Bytes(sent.Until)} of {Unit.Bytes(sent.Length)}",
        RegistryNews.Sent sent => string.Create(CultureInfo.InvariantCulture,
            $"{sent.Client}: {sent.Layer}, {(sent.From == 0 ? "" : $"the last {Unit.Bytes(sent.Length - sent.From)} of ")}{Unit.Bytes(sent.Length)} in {sent.Took.TotalSeconds:0.0} s"),
        RegistryNews.Missing missing => $"{missing.Client}: asked for {missing.Reference}, which is not here",
        _ => throw new ArgumentOutOfRangeException(nameof(news), news, null),
    };
}
