using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bench.Streaming;

namespace Bench.Fleet;

/// <summary>Where the nodes' lines arrive as messages: a zipper at the caller, a function behind it that takes each line, and a source that broadcasts receipts.</summary>
internal sealed class ResultReceiver : IAsyncDisposable
{
    private const int SecretBytes = 24;
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(10), s_drain = TimeSpan.FromSeconds(1);

    private readonly Zipper _zipper;
    private StreamSource? _receipts;
    private StreamFunction? _collector;

    private ResultReceiver(Zipper zipper, string host, string pin, string secret)
    {
        _zipper = zipper;
        (Address, Pin, Secret) = (string.Create(CultureInfo.InvariantCulture, $"{host}:{zipper.EndPoints[0].Port}"), pin, secret);
    }

    /// <summary>HOST:PORT, the fingerprint of the certificate, and what lets nodes in.</summary>
    internal string Address { get; }
    internal string Pin { get; }
    internal string Secret { get; }

    /// <param name="host">Address of this machine that the nodes can reach.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="secret">Of an earlier receiver of the same fleet; null for a new one.</param>
    /// <param name="take">Called for each line, one after the other; returns the receipt, or null for none.</param>
    /// <exception cref="StreamClosedException">The address is not of this machine, or the port is in use.</exception>
    internal static async Task<ResultReceiver> StartAsync(string host, int port, string? secret, Func<FleetLine, FleetLine.Receipt?> take, CancellationToken ct)
    {
        secret ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        Credential credential = Credential.AppKey(FleetTags.Application, secret);
        X509Certificate2 certificate = DevelopmentCertificate.LoadOrCreate(DevelopmentCertificate.DefaultFolder, TimeProvider.System.GetUtcNow());
        Workflow workflow = new()
        {
            Name = FleetTags.Application, Host = host, Port = port, Credential = credential,
            Functions = [new WorkflowFunction(FleetTags.Collector), new WorkflowFunction(FleetTags.Members)],
        };
        Zipper zipper = await Zipper.StartAsync(workflow, new ZipperOptions { Certificate = certificate }, ct);
        ResultReceiver receiver = new(zipper, host, ServerTrust.FingerprintOf(certificate), secret);
        try
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(s_connect);
            ServerTrust trust = new ServerTrust.Pinned(receiver.Pin);
            receiver._receipts = await StreamSource.ConnectAsync(receiver.Address, new StreamSourceOptions { Name = "receipts", Tag = FleetTags.Receipts, Credential = credential, Trust = trust }, limit.Token);
            receiver._collector = await StreamFunction.ConnectAsync(receiver.Address, new StreamFunctionOptions
            {
                Name = FleetTags.Collector, Observe = [FleetTags.Lines], IsSink = true, Credential = credential, Trust = trust,
                Host = StreamFunctionOptions.From((call, stop) => receiver.TakeAsync(call, take, stop)),
            }, limit.Token);
            return receiver;
        }
        catch
        {
            await receiver.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_collector is not null)
            await _collector.DisposeAsync();
        if (_receipts is not null)
            await _receipts.DisposeAsync();
        await _zipper.StopAsync(s_drain);
        await _zipper.DisposeAsync();
    }

    private async ValueTask TakeAsync(FunctionCall call, Func<FleetLine, FleetLine.Receipt?> take, CancellationToken ct)
    {
        if (call.Data.Length <= FleetLine.Longest && FleetLine.TryParse(Encoding.UTF8.GetString(call.Data.Span), out FleetLine? line) && take(line) is FleetLine.Receipt receipt)
            await _receipts!.BroadcastAsync(FleetTags.Receipts, Encoding.UTF8.GetBytes(receipt.ToString()), ct);
    }
}
