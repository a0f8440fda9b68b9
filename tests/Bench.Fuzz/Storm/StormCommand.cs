using System.CommandLine;
using System.Diagnostics;
using System.Net;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Fuzz;

/// <summary>Sends frames and datagrams of all kinds to a zipper that runs elsewhere. Whether it lives on is for others to see.</summary>
internal sealed class StormCommand : System.CommandLine.Command
{
    private readonly Option<string> _to = new("--to") { HelpName = "ADDRESS:PORT", Description = "The zipper", Required = true };
    private readonly Option<string> _pin = new("--pin") { HelpName = "SHA256", Description = "Fingerprint of its certificate", Required = true };
    private readonly Option<string> _transport = new("--transport") { Description = "quic or tcp", DefaultValueFactory = static _ => StreamTransports.Quic };
    private readonly Option<long> _frames = new("--frames") { Description = "How many frames", DefaultValueFactory = static _ => 1_000_000 };
    private readonly Option<long> _datagrams = new("--datagrams") { Description = "How many datagrams, after the frames", DefaultValueFactory = static _ => 0 };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Decides what is sent, though not in which order connections come" };
    private readonly Option<int[]> _spare = new("--spare") { HelpName = "TAG", Description = "Tags that no frame gets before it is damaged" };

    internal StormCommand() : base("storm", "Sends odd and damaged frames, and datagrams that are none, to a live zipper.")
    {
        foreach (Option option in (Option[])[_to, _pin, _transport, _frames, _datagrams, _seed, _spare])
            Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        if (!IPEndPoint.TryParse(parsed.GetValue(_to)!, out IPEndPoint? zipper))
            throw new UsageException($"--to {parsed.GetValue(_to)}: this is no address with a port");
        ulong seed = parsed.GetValue(_seed) ?? (ulong)Random.Shared.NextInt64(1_000_000);
        string transport = parsed.GetValue(_transport)!;
        ulong spared = (parsed.GetValue(_spare) ?? []).Aggregate(0UL, static (bits, tag) => bits | (1UL << tag));
        Console.Error.WriteLine($"storm: seed {seed}");
        long begun = Stopwatch.GetTimestamp();
        FrameStorm frames = new(zipper, transport, new ServerTrust.Pinned(parsed.GetValue(_pin)!), seed, spared);
        await frames.RunAsync(parsed.GetValue(_frames), ct);
        double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Console.WriteLine($"storm: {frames.Frames:N0} frames in {frames.Connections:N0} connections over {transport}, {frames.Closed:N0} of them closed by the zipper, {frames.Broken:N0} gone before their end, {seconds:0.0} s");
        if (parsed.GetValue(_datagrams) > 0)
        {
            begun = Stopwatch.GetTimestamp();
            DatagramStorm datagrams = new(zipper, seed);
            await datagrams.RunAsync(parsed.GetValue(_datagrams), ct);
            Console.WriteLine($"storm: {datagrams.Sent:N0} datagrams, {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s");
        }
        return 0;
    }
}
