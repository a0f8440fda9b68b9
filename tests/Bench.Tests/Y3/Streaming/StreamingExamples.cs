using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Bench.Y3;

namespace Bench.Tests;

/// <summary>The examples of docs/y3.md, section Streaming, as they stand there.</summary>
public sealed class StreamingExamples : IDisposable
{
    private const string Two = "81 0C B0 0A 10 04 79 6F 6D 6F 11 02 43 E4 81 0C B0 0A 10 04 79 6F 6D 6F 11 02 40 40";

    private static readonly string s_section =
        File.ReadAllText(Path.Combine(Repo.Root, "docs", "y3.md")).Split("\n## ").Single(static section => section.StartsWith("Streaming\n", StringComparison.Ordinal));

    private readonly StringWriter _output = new(CultureInfo.InvariantCulture);
    private readonly Pipe _pipe = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task One_consumer()
    {
        await SendAsync(Two);
        PipeReader reader = _pipe.Reader;
        CancellationToken ct = CancellationToken.None;

        // One consumer
        await foreach (float level in Y3Streaming.ObserveAsync<float>(reader, 0x11, static (packet, out value) => packet.GetSingle(out value), ct: ct))
            _output.WriteLine(level);

        Assert.Equal("456\n3\n", _output.ToString());
    }

    [Fact]
    public async Task Several_consumers()
    {
        await SendAsync(Two);
        PipeReader reader = _pipe.Reader;
        CancellationToken ct = CancellationToken.None;
        RecordingObserver<float> gauge = new();

        // Several consumers
        Y3Hub hub = new(reader) { QueueCapacity = 64 };
        using IDisposable shown = hub.Observe<float>(0x11, static (packet, out value) => packet.GetSingle(out value)).Subscribe(gauge);
        Task kept = KeepAsync(hub.ObserveAsync(0x30, ct));
        await hub.RunAsync(ct);
        await kept;

        Assert.Equal(["456", "3", "completed"], gauge.Calls);
        Assert.Equal("2\n16\n", _output.ToString());

        async Task KeepAsync(IAsyncEnumerable<Y3Value> records)
        {
            await foreach (Y3Value record in records)
                _output.WriteLine(record.Offset);
        }
    }

    [Fact]
    public async Task Pieces_to_a_file()
    {
        await SendAsync("81 07 12 05 01 02 03 04 05");
        PipeReader reader = _pipe.Reader;
        CancellationToken ct = CancellationToken.None;
        MemoryStream file = new();

        // Pieces to a file
        await foreach (Y3Piece piece in Y3Streaming.ObservePiecesAsync(reader, 0x12, ct: ct))
        {
            await file.WriteAsync(piece.Memory, ct);
            if (piece.IsLast)
                _output.WriteLine($"{piece.TotalLength} bytes");
        }

        Assert.Equal("5 bytes\n", _output.ToString());
        Assert.Equal("01 02 03 04 05", Hex.Text(file.ToArray()));
    }

    [Fact]
    public void Chunks_in_memory()
    {
        byte[][] chunks = [.. Hex.Bytes(Two).Chunk(5)];

        // Chunks in memory
        Y3Scanner scanner = new([0x11, 0x30]);
        foreach (ReadOnlyMemory<byte> chunk in chunks)
        {
            ReadOnlySpan<byte> rest = chunk.Span;
            while (scanner.Read(ref rest))
                _output.WriteLine($"{scanner.Tag} at {scanner.Offset}: {scanner.Length} bytes, {Math.Min(rest.Length, scanner.Length)} of them here");
        }
        if (scanner.End() != OperationStatus.Done)
            _output.WriteLine($"{scanner.Status} at {scanner.Offset}");

        Assert.Contains($"```text\n{_output}```", s_section);
    }

    [Fact]
    public async Task A_file_as_a_value()
    {
        PipeWriter writer = _pipe.Writer;
        CancellationToken ct = CancellationToken.None;
        byte[] name = Hex.Bytes("10 04 79 6F 6D 6F");
        MemoryStream file = new(Hex.Bytes("01 02 03 04 05"));
        int length = (int)file.Length;

        // A file as a value
        Y3Part message = Y3Part.Node(Y3Tag.Node(0x01), Y3Part.Encoded(name), Y3Part.Value(Y3Tag.Primitive(0x12), file, length));
        FlushResult flushed = await message.WriteToAsync(writer, ct);

        Assert.False(flushed.IsCompleted);
        ReadResult read = await _pipe.Reader.ReadAsync();
        Assert.Equal("81 0D 10 04 79 6F 6D 6F 12 05 01 02 03 04 05", Hex.Text(read.Buffer.ToArray()));
    }

    [Fact]
    public void Every_example_of_the_page_is_one_of_these()
    {
        string[] shown = [.. s_section.Split("```csharp\n").Skip(1).Select(static rest => rest.Split("```")[0])];
        string[] here = [.. File.ReadAllText(Path.Combine(Repo.Root, "tests", "Bench.Tests", "Y3", "Streaming", "StreamingExamples.cs"))
            .Split("\n        // ").Skip(1).Select(static rest => Shown(rest.Split("\n\n        Assert")[0]))];
        Assert.Equal(here, shown);
    }

    private static string Shown(string example) =>
        string.Concat(example.Split('\n').Skip(1).Select(static line => line[8..].Replace("_output.", "Console.", StringComparison.Ordinal) + "\n"));

    private async Task SendAsync(string hex)
    {
        await _pipe.Writer.WriteAsync(Hex.Bytes(hex));
        await _pipe.Writer.CompleteAsync();
    }
}
