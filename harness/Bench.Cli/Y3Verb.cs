using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bench.Core;
using Bench.Y3;
using Spectre.Console;

namespace Bench.Cli;

/// <summary>Messages of the Y3 codec, for people: the bytes as a tree, and JSON to bytes and back.</summary>
internal sealed class Y3Verb : IVerb
{
    private const string StandardInput = "-";

    private readonly Argument<string> _file = new("FILE") { Description = "- is standard input" };
    private readonly Option<bool> _pvarint = new("--pvarint") { Description = "Integers as y3-codec-golang and YoMo up to 1.4 encode them" };

    private readonly Option<int> _maxBytes = new("--max-bytes") { Description = "Bytes shown of a value", DefaultValueFactory = static _ => new Y3DumpOptions().MaxBytes };
    private readonly Option<bool> _decimal = new("--decimal") { Description = "Offsets in decimal digits" };
    private readonly Option<bool> _hex = new("--hex") { Description = "The input is hexadecimal digits, with or without spaces, commas and 0x between them" };
    private readonly Option<bool> _json = new("--json") { Description = "As JSON that from-json turns into the same bytes again" };

    private readonly Option<string?> _out = new("--out", "-o") { Description = "File to write to; standard output if not given, as hexadecimal digits where that is a terminal" };

    public int Order => 9;
    public string Example => "./bench y3 dump message.bin   (what is in it, whatever it is)";

    public IReadOnlyDictionary<string, string> InnerExamples => new Dictionary<string, string>
    {
        ["dump"] = "echo 81 06 B0 04 10 02 68 69 | ./bench y3 dump --hex -",
        ["from-json"] = """echo '{"0x01": {"0x30": {"0x10": "hi", "0x11": {"float32": 456}, "0x12": [1, 2]}}}' | ./bench y3 from-json - -o message.bin""",
    };

    public Command Create(CliContext context)
    {
        Command dump = new("dump", "Shows messages as a tree: offset, length, tag, bytes, and what these can be.") { _file, _pvarint, _maxBytes, _decimal, _hex, _json };
        dump.SetAction((parsed, _) => Task.FromResult(Dump(context, parsed)));
        Command fromJson = new("from-json", "Makes messages from JSON; docs/y3.md describes the notation.") { _file, _pvarint, _out };
        fromJson.SetAction((parsed, _) => Task.FromResult(FromJson(parsed)));
        return new Command("y3", "Looks at messages of the Y3 codec, and makes them.") { dump, fromJson };
    }

    private int Dump(CliContext context, ParseResult parsed)
    {
        string file = parsed.GetValue(_file)!;
        if (parsed.GetValue(_maxBytes) < 0)
            throw new UsageException("--max-bytes must be at least 0");
        if (parsed.GetValue(_json) && (parsed.GetResult(_maxBytes) is { Implicit: false } || parsed.GetValue(_decimal)))
            throw new UsageException("--max-bytes and --decimal belong to the tree, not to --json");
        using Stream input = Open(file);
        using Stream bytes = parsed.GetValue(_hex) ? new MemoryStream(Parsed(input, file)) : input;
        return parsed.GetValue(_json) ? DumpJson(bytes, file, parsed) : DumpTree(bytes, file, context, parsed);
    }

    private int DumpTree(Stream input, string file, CliContext context, ParseResult parsed)
    {
        Y3DumpOptions options = new()
        {
            Integers = Integers(parsed),
            MaxBytes = parsed.GetValue(_maxBytes),
            DecimalOffsets = parsed.GetValue(_decimal),
            Colours = !Console.IsOutputRedirected && context.Console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors,
        };
        Y3DumpFault? fault;
        using (StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16))
            fault = Y3Dump.Write(input, output, options);
        if (fault is null)
            return ExitCodes.Fine;
        // Where the tree goes to a file or another program, its last line does not tell the person who typed this.
        if (Console.IsOutputRedirected)
            throw new UsageException($"{Shown(file)}: offset {options.Offset(fault.Offset)}: {fault.Reason}");
        return ExitCodes.Usage;
    }

    private int DumpJson(Stream input, string file, ParseResult parsed)
    {
        ArrayBufferWriter<byte> text = new();
        OperationStatus status;
        int offset;
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            status = Y3Json.Write(ReadAll(input), json, out offset, new Y3Options { Integers = Integers(parsed), MaxLength = int.MaxValue });
        if (status != OperationStatus.Done)
            throw new UsageException($"{Shown(file)}: offset {offset}: {(status == OperationStatus.NeedMoreData ? "the message that begins here is not whole" : "no packet")}; without --json what can be read is shown");
        using Stream output = Console.OpenStandardOutput();
        output.Write(text.WrittenSpan);
        output.Write("\n"u8);
        return ExitCodes.Fine;
    }

    private int FromJson(ParseResult parsed)
    {
        string file = parsed.GetValue(_file)!;
        ArrayBufferWriter<byte> message = new();
        try
        {
            using Stream input = Open(file);
            Y3Json.Read(ReadAll(input), message, new Y3Options { Integers = Integers(parsed) });
        }
        catch (JsonException e)
        {
            throw new UsageException(JsonFault.Describe(Shown(file), e), e);
        }
        if (parsed.GetValue(_out) is string target)
            WriteFile(target, message.WrittenSpan);
        else if (Console.IsOutputRedirected)
            using (Stream output = Console.OpenStandardOutput())
                output.Write(message.WrittenSpan);
        else
            Console.WriteLine(string.Join(' ', message.WrittenSpan.ToArray().Select(static one => one.ToString("X2"))));
        return ExitCodes.Fine;
    }

    private Y3Integers Integers(ParseResult parsed) => parsed.GetValue(_pvarint) ? Y3Integers.PVarInt : Y3Integers.NVarInt;

    private static string Shown(string file) => file == StandardInput ? "standard input" : file;

    private static byte[] Parsed(Stream input, string file) =>
        Y3Hex.TryParse(Encoding.UTF8.GetString(ReadAll(input)), out byte[] bytes, out string fault)
            ? bytes
            : throw new UsageException($"{Shown(file)}: '{(fault.Length > 20 ? fault[..20] + "…" : fault)}' is no hexadecimal digits, two for each byte");

    private static Stream Open(string file)
    {
        try
        {
            return file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read: {e.Message}", e);
        }
    }

    /// <exception cref="UsageException">It is longer than an array can be.</exception>
    private static byte[] ReadAll(Stream input)
    {
        MemoryStream bytes = new();
        try
        {
            input.CopyTo(bytes);
        }
        catch (IOException e)
        {
            throw new UsageException($"cannot read: {e.Message}", e);
        }
        return bytes.ToArray();
    }

    private static void WriteFile(string file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            File.WriteAllBytes(file, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write: {e.Message}", e);
        }
    }
}
