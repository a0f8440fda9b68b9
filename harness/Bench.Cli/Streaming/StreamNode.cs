using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Cli;

/// <summary>What source, function and sink have in common on the command line, and how a node of a stream reports.</summary>
internal sealed class StreamNode
{
    private static readonly TimeSpan s_starting = TimeSpan.FromSeconds(5), s_betweenAttempts = TimeSpan.FromMilliseconds(100);

    private readonly Option<string> _to = new("--to") { HelpName = "HOST:PORT", Description = "The zipper", DefaultValueFactory = static _ => $"localhost:{ZipperAddress.DefaultPort}" };
    private readonly Option<string?> _name = new("--name") { Description = "Name that the zipper knows it by" };
    private readonly Option<string> _transport = TransportOption();
    private readonly Option<string?> _credential = new("--credential") { HelpName = "appkey:ID:SECRET", Description = "What to show to a zipper that asks for it" };
    private readonly Option<string?> _pin = new("--pin") { HelpName = "SHA256", Description = "Fingerprint of the zipper's certificate; if not given, the one seen at this address before" };
    private readonly Option<string> _payload = new("--payload") { HelpName = "KIND", Description = "What messages hold: f64 or f32 (noise from 0 to 200), sensor (noise with time and place), bytes:N, images (those that set-up fetched), images:PATH (a file or a folder) or video:FILE (its frames, by ffmpeg)", DefaultValueFactory = static _ => "f64" };
    private readonly Option<string> _codec = new("--codec") { Description = "How that stands in a message: raw, y3 or json", DefaultValueFactory = static _ => PayloadCodecs.Raw };
    private readonly Option<FileInfo?> _trace = TraceOption();
    private readonly Option<int> _every = EveryOption();
    private readonly Option<bool> _json = JsonOption();

    internal void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _to, _name, _transport, _credential, _pin, _payload, _codec, _trace, _every, _json })
            command.Options.Add(option);
    }

    internal string Address(ParseResult parsed) => parsed.GetValue(_to)!;

    internal Payload Payload(ParseResult parsed) => Streaming.Payload.Parse(parsed.GetValue(_payload)!);

    internal Func<IPayloadCodec>? Codec(ParseResult parsed) => Codec(parsed, Payload(parsed).Kind);

    /// <param name="kind">Of the values that a codec may have to know.</param>
    internal Func<IPayloadCodec>? Codec(ParseResult parsed, PayloadKind kind) => PayloadCodecs.Find(parsed.GetValue(_codec)!, kind);

    internal NodeReport Report(ParseResult parsed) => new(parsed.GetValue(_json), TraceOf(parsed, _trace, _every), parsed.GetValue(_trace)?.FullName);

    /// <summary>Puts the common options into those of one kind of client.</summary>
    internal T Fill<T>(T options, ParseResult parsed, NodeReport report) where T : StreamClientOptions => options with
    {
        Name = parsed.GetValue(_name) ?? options.Name,
        Transport = parsed.GetValue(_transport)!,
        Credential = parsed.GetValue(_credential) is string text ? Credential.Parse(text) : Credential.None,
        Trust = parsed.GetValue(_pin) is string pin ? new ServerTrust.Pinned(pin) : null,
        Trace = report.Trace,
        Log = static line => Console.Error.WriteLine($"bench: {line}"),
    };

    internal static Option<string> TransportOption() => new("--transport") { Description = "quic, tcp, quic-openssl or quic-msquic", DefaultValueFactory = static _ => StreamTransports.Quic };

    internal static Option<FileInfo?> TraceOption() => new("--trace") { Description = "Write the instants of messages to this file at the end" };

    internal static Option<int> EveryOption() => new("--trace-every") { Description = "Only of every so many messages", DefaultValueFactory = static _ => 1 };

    internal static Option<bool> JsonOption() => new("--json") { Description = "Report in JSON, an object a line" };

    internal static StreamTrace? TraceOf(ParseResult parsed, Option<FileInfo?> trace, Option<int> every)
    {
        if (parsed.GetValue(every) < 1)
            throw new UsageException("--trace-every must be at least 1");
        return parsed.GetValue(trace) is null ? null : new StreamTrace(StreamTrace.Room, parsed.GetValue(every));
    }

    /// <summary>Runs a node; what is wrong with its surroundings is told in one line.</summary>
    internal static async Task<int> RunAsync(Func<Task> node)
    {
        try
        {
            await node();
            return ExitCodes.Fine;
        }
        catch (Exception e) when (e is StreamClosedException or FunctionFaultException or WorkflowException or FormatException or ArgumentException or IOException)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <summary>Connects; a zipper that was started at the same moment may take some seconds until it listens.</summary>
    /// <exception cref="StreamClosedException">No connection can be made.</exception>
    internal static async Task<T> ConnectAsync<T>(Func<Task<T>> connect, CancellationToken ct)
    {
        long began = Stopwatch.GetTimestamp();
        for (bool told = false; ; told = true)
        {
            try
            {
                return await connect();
            }
            catch (StreamClosedException e) when (e.Reason.Code == CloseReason.Lost("").Code && Stopwatch.GetElapsedTime(began) < s_starting)
            {
                if (!told)
                    await Console.Error.WriteLineAsync($"bench: {e.Message}; trying for {s_starting.TotalSeconds:0} s");
                await Task.Delay(s_betweenAttempts, ct);
            }
        }
    }

    /// <summary>Waits until a node is told to end; an end of its own that is a fault is thrown.</summary>
    internal static async Task UntilStoppedAsync(Task completion, CancellationToken ct)
    {
        try
        {
            await completion.WaitAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Told to end: in order.
        }
    }
}

/// <summary>What a node says on standard output while it runs and at its end.</summary>
internal sealed record NodeReport(bool Json, StreamTrace? Trace, string? TraceFile)
{
    /// <param name="text">For a person; <paramref name="values"/> for a program.</param>
    internal void Say(string name, string text, params (string Key, object Value)[] values)
    {
        if (!Json)
        {
            Console.WriteLine(text);
            return;
        }
        Dictionary<string, object> line = new() { ["event"] = name };
        foreach ((string key, object value) in values)
            line[key] = value;
        if (name == "end")
            (line["allocatedBytes"], line["collections"]) = (GC.GetTotalAllocatedBytes(), GC.CollectionCount(0));
        Console.WriteLine(JsonSerializer.Serialize(line));
    }

    internal void SaveTrace()
    {
        if (TraceFile is not null)
            Trace!.Save(TraceFile);
    }
}
