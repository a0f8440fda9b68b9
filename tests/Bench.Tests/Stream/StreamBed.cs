using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>A zipper on a free port of this machine with a certificate of its own, and clients that trust just that.</summary>
internal sealed class StreamBed : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate;

    private StreamBed(X509Certificate2 certificate, string transport) => (_certificate, Transport) = (certificate, transport);

    internal static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    internal Zipper Zipper { get; private set; } = null!;
    internal string Transport { get; }
    internal string Address => $"localhost:{Zipper.EndPoints[0].Port}";
    internal ServerTrust Trust => new ServerTrust.Pinned(ServerTrust.FingerprintOf(_certificate));

    /// <summary>What the zipper told.</summary>
    internal ConcurrentQueue<string> Log { get; } = new();

    internal static Task<StreamBed> StartAsync(params string[] functions) =>
        StartAsync(WorkflowOf(functions));

    internal static Workflow WorkflowOf(params string[] functions) =>
        new() { Name = "bed", Host = "localhost", Port = 0, Functions = [.. functions.Select(static name => new WorkflowFunction(name))] };

    internal static async Task<StreamBed> StartAsync(Workflow workflow, string transport = "tcp", FrameOptions? frames = null, ServerTrust? downstream = null, StreamTrace? trace = null)
    {
        StreamBed bed = new(Certificate(), transport);
        ZipperOptions options = new()
        {
            Transports = [transport],
            Certificate = bed._certificate,
            Log = bed.Log.Enqueue,
            Frames = frames ?? new(),
            DownstreamTrust = downstream,
            Trace = trace,
        };
        bed.Zipper = await Zipper.StartAsync(workflow, options, CancellationToken.None);
        return bed;
    }

    internal static X509Certificate2 Certificate(int firstDay = -1, int lastDay = 1)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return DevelopmentCertificate.Create(key, DateTimeOffset.UtcNow.AddDays(firstDay), DateTimeOffset.UtcNow.AddDays(lastDay));
    }

    internal Task<StreamSource> SourceAsync(string name = "source", Credential? credential = null) =>
        StreamSource.ConnectAsync(Address, new() { Name = name, Tag = 0x33, Transport = Transport, Trust = Trust, Credential = credential ?? Credential.None }, CancellationToken.None);

    internal StreamFunctionOptions Options(string name, byte[] observe, Func<IFunctionHost> host) =>
        new() { Name = name, Observe = observe, Host = host, Transport = Transport, Trust = Trust };

    internal async Task<StreamFunction> FunctionAsync(string name, byte observe, Action<FunctionCall> handler)
    {
        StreamFunction function = await StreamFunction.ConnectAsync(Address, Options(name, [observe], StreamFunctionOptions.From(handler)), CancellationToken.None);
        await ArrivedAsync(name);
        return function;
    }

    /// <summary>A sink that collects what it gets.</summary>
    internal async Task<SinkProbe> SinkAsync(string name, byte observe)
    {
        SinkProbe probe = new();
        probe.Function = await FunctionAsync(name, observe, probe.Take);
        return probe;
    }

    /// <summary>Waits until the zipper has let in so many clients of a name.</summary>
    internal Task ArrivedAsync(string name, int count = 1) => UntilAsync(() => Zipper.Statistics().Peers.Count(peer => peer.Name == name) >= count, $"{name} to arrive");

    internal static async Task UntilAsync(Func<bool> holds, string what)
    {
        using CancellationTokenSource limit = new(Patience);
        while (!holds())
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"waited in vain for {what}");
            await Task.Delay(5, CancellationToken.None);
        }
    }

    /// <summary>Sends without a pause until it is cancelled.</summary>
    /// <returns>How many messages were written.</returns>
    internal static async Task<int> FloodAsync(StreamSource source, int bytes, CancellationToken ct)
    {
        for (int written = 0; ; written++)
        {
            try
            {
                await source.WriteAsync(new byte[bytes], ct);
            }
            catch (OperationCanceledException)
            {
                return written;
            }
        }
    }

    /// <summary>A client that sends whatever bytes it likes, after a proper TLS handshake.</summary>
    internal async Task<SslStream> RawAsync()
    {
        TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", Zipper.EndPoints[0].Port);
        SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = SslProtocols.Tls13,
            ApplicationProtocols = [new SslApplicationProtocol("yomo")],
            RemoteCertificateValidationCallback = (_, shown, _, _) => Trust.Refusal((X509Certificate2)shown!, [], "localhost", DateTimeOffset.UtcNow) is null,
        });
        return stream;
    }

    public async ValueTask DisposeAsync()
    {
        await Zipper.DisposeAsync();
        _certificate.Dispose();
    }
}

/// <summary>Messages as a sink got them.</summary>
internal sealed class SinkProbe : IAsyncDisposable
{
    internal ConcurrentQueue<(string Transaction, byte[] Data)> Messages { get; } = new();
    internal StreamFunction Function { get; set; } = null!;

    internal void Take(FunctionCall call) => Messages.Enqueue((System.Text.Encoding.UTF8.GetString(call.Transaction.Span), call.Data.ToArray()));

    internal Task HasAsync(int count) => StreamBed.UntilAsync(() => Messages.Count >= count, $"{count} messages (there are {Messages.Count})");

    public ValueTask DisposeAsync() => Function.DisposeAsync();
}
