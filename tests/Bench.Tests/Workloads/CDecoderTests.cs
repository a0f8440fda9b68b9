using System.Buffers.Binary;
using System.Text;
using Bench.Core;
using Bench.Workloads;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>The C decoders under the sanitizers of a C compiler, beside those in C#: whatever the bytes, both say the same, and nothing outside of them is read.</summary>
public sealed class CDecoderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("tlv-decode")]
    [InlineData("json-decode")]
    public async Task Both_languages_send_the_same_messages(string workload)
    {
        string program = await CompileAsync(workload);
        SensorWorkload kernel = KernelOf(workload);
        byte[] expected = Framed(SensorMessages.Readings().Select(reading => SensorMessages.Encode(kernel, reading)));

        await RunAsync(program, SensorWorkload.Messages.ToString());

        Assert.Equal(expected, await File.ReadAllBytesAsync(_folder["out"]));
    }

    [SkippableTheory]
    [InlineData("tlv-decode")]
    [InlineData("json-decode")]
    public async Task Both_languages_read_the_same_from_messages_whole_and_spoilt(string workload)
    {
        string program = await CompileAsync(workload);
        SensorWorkload kernel = KernelOf(workload);
        List<byte[]> messages = [.. SensorMessages.Readings().Take(1000).Select(reading => SensorMessages.Encode(kernel, reading)), .. Hard(workload)];
        Prop.ForAll(SensorMessages.Spoilt(kernel, workload == "tlv-decode" ? TlvDecodeTests.Pieces : JsonDecodeTests.Pieces).ToArbitrary(), messages.Add)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20000).WithReplay(20260131, 3));
        await File.WriteAllBytesAsync(_folder["in"], Framed(messages));

        await RunAsync(program);

        string[] read = await File.ReadAllLinesAsync(_folder["out"]);
        Assert.Equal(messages.Count, read.Length);
        for (int i = 0; i < read.Length; i++)
            Assert.True((SensorMessages.Decode(kernel, messages[i]) is ulong folded ? $"{folded:x16}" : "malformed") == read[i], $"{read[i]} for {Convert.ToHexString(messages[i])}");
        Assert.InRange(read.Count(static line => line == "malformed"), 2000, 20000);
    }

    /// <summary>What chance does not find: numbers that need all their digits, and nesting beyond every stack.</summary>
    private static IEnumerable<byte[]> Hard(string workload) => workload == "tlv-decode"
        ? [[], [0x81], [0x81, 0x00]]
        : JsonDecodeTests.HardNumbers.Select(static number => $"{{\"temperature\":{number}}}")
            .Concat(["", "{", "{}", "{\"a\":" + new string('[', 100_000), "{\"a\":" + string.Concat(Enumerable.Repeat("{\"a\":", 100_000))]).Select(Encoding.UTF8.GetBytes);

    private static SensorWorkload KernelOf(string workload) => workload == "tlv-decode" ? new TlvDecode() : new JsonDecode();

    private static byte[] Framed(IEnumerable<byte[]> messages)
    {
        using MemoryStream framed = new();
        byte[] length = new byte[sizeof(int)];
        foreach (byte[] message in messages)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, message.Length);
            framed.Write(length);
            framed.Write(message);
        }
        return framed.ToArray();
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        if (!File.Exists(_folder["in"]))
            _folder.Write("in", "");
        CapturedOutput result = await ChildProcess.CaptureAsync(
            FakeChild.Shell("in=\"$1\" out=\"$2\"; shift 2; exec \"$@\" < \"$in\" > \"$out\"", [_folder["in"], _folder["out"], program, .. arguments]),
            TimeSpan.FromMinutes(2), CancellationToken.None);
        Assert.True(result.Succeeded, $"{result.Describe()}\n{result.Stderr}");
    }

    private async Task<string> CompileAsync(string workload)
    {
        string workloads = Path.Combine(Repo.Root, "workloads"), shared = Path.Combine(workloads, "sensor"), program = _folder["replay"];
        await SanitizingCompiler.CompileAsync(_folder, program,
            "-I", Path.Combine(workloads, "guest"), "-I", shared, Path.Combine(workloads, workload, $"{workload}.c"), Path.Combine(shared, "sensor.c"),
            Path.Combine(Repo.Root, "tests", "decoders", "replay.c"));
        return program;
    }
}
