using Bench.Core;
using Bench.Workloads;

namespace Bench.Tests;

/// <summary>tlv-decode and json-decode beside libraries that share no code with them.</summary>
public sealed class SensorWorkloadTests
{
    public static TheoryData<string, string> Sizes()
    {
        TheoryData<string, string> sizes = [];
        foreach (Workload workload in WorkloadCatalog.Load(new RepoLayout(Repo.Root).Workloads).Where(static one => one.Shared.Any(static folder => Path.GetFileName(folder) == "sensor")))
            foreach (string size in workload.Sizes.Keys)
                sizes.Add(workload.Id, size);
        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void An_expected_answer_is_that_of_independent_codecs(string workload, string size)
    {
        WorkloadSize asked = WorkloadCatalog.LoadOne(Path.Combine(Repo.Root, "workloads", workload, "workload.json")).Sizes[size];
        long n = long.Parse(asked.Args[0]), bytes = 0;
        List<ReferenceMessage> messages = [];
        foreach (SensorReading reading in SensorMessages.Readings())
        {
            byte[] encoded = workload == "tlv-decode" ? ReferenceTlv.Encode(reading) : ReferenceJson.Encode(reading);
            bytes += encoded.Length;
            messages.Add(Assert.IsType<ReferenceMessage>(workload == "tlv-decode" ? ReferenceTlv.Decode(encoded) : ReferenceJson.Decode(encoded)));
        }
        ulong checksum = 0;
        for (long pass = 0; pass < n; pass++)
            foreach (ReferenceMessage message in messages)
                checksum = message.Fold(checksum);

        Assert.Equal($"messages: {n * 10000}\nchecksum: {checksum:x16}\nencoded bytes: {n * bytes}\n", File.ReadAllText(asked.Expected.File!));
    }

    [Fact]
    public void Both_encodings_of_the_same_messages_have_one_checksum()
    {
        string[] answers = [.. new[] { "tlv-decode", "json-decode" }.Select(static id => File.ReadAllText(Path.Combine(Repo.Root, "workloads", id, "expected", "1.txt")))];
        Assert.Equal(answers[0].Split('\n')[..2], answers[1].Split('\n')[..2]);
        Assert.NotEqual(answers[0], answers[1]);
    }

    [Fact]
    public void The_kernels_encode_as_the_libraries_do()
    {
        foreach (SensorReading reading in SensorMessages.Readings())
        {
            Assert.Equal(ReferenceTlv.Encode(reading), SensorMessages.Encode(new TlvDecode(), reading));
            Assert.Equal(ReferenceJson.Encode(reading), SensorMessages.Encode(new JsonDecode(), reading));
        }
    }

    [Fact]
    public void Among_the_messages_is_all_that_makes_work_for_a_decoder()
    {
        SensorReading[] all = [.. SensorMessages.Readings()];
        string[] texts = [.. all.Select(static one => System.Text.Encoding.UTF8.GetString(ReferenceJson.Encode(one)))];
        Assert.All((string[])["\\n", "\\t", "\\\"", "\\\\", "\\u001B", "\\uD83D\\uDD14", "温", "ü", "e-6", ":-", "null", "[]", "\"firmware\":{"], piece =>
            Assert.InRange(texts.Count(text => text.Contains(piece, StringComparison.Ordinal)), 100, all.Length - 1));
        Assert.Equal(SensorReading.Fields, all.Select(static one => one.FirstField).Distinct().Count());
        Assert.Contains(all, static one => one.Sequence > int.MaxValue);
        Assert.InRange(all.Count(static one => one.NoteLength > 1000), 100, 200);
        Assert.InRange(all.Count(static one => one.Alarm), 500, 800);
    }

    [Theory]
    [InlineData("tlv-decode")]
    [InlineData("json-decode")]
    public void A_message_that_is_cut_off_is_malformed_wherever_it_was_cut(string workload)
    {
        SensorWorkload kernel = workload == "tlv-decode" ? new TlvDecode() : new JsonDecode();
        foreach (SensorReading reading in SensorMessages.Readings().Take(300))
        {
            byte[] whole = SensorMessages.Encode(kernel, reading);
            Assert.NotNull(SensorMessages.Decode(kernel, whole));
            for (int length = 0; length < whole.Length; length++)
                Assert.Null(SensorMessages.Decode(kernel, whole.AsSpan(0, length)));
            Assert.Null(SensorMessages.Decode(kernel, [.. whole, (byte)'x']));
        }
    }

    [Fact]
    public void A_kernel_whose_messages_are_malformed_says_which_one()
    {
        Broken kernel = new();
        kernel.Prepare(1);
        Assert.Equal("message 3 is malformed", Assert.Throws<InvalidDataException>(() => kernel.Compute(1)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_001)]
    public void A_number_of_passes_out_of_range_is_refused_before_anything_is_made(long n) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Broken().Prepare(n));

    [Fact]
    public void Computing_again_gives_the_same_answer()
    {
        TlvDecode kernel = new();
        kernel.Prepare(1);
        string[] answers = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            using MemoryStream output = new();
            kernel.Compute(1);
            kernel.Print(output);
            return System.Text.Encoding.UTF8.GetString(output.ToArray());
        })];
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], File.ReadAllText(Path.Combine(Repo.Root, "workloads", "tlv-decode", "expected", "1.txt")));
    }

    /// <summary>Takes three messages and then no more.</summary>
    private sealed class Broken : SensorWorkload
    {
        private int _decoded;

        public override int Encode(SensorReading reading, Span<byte> destination) => 1;

        public override bool TryDecode(ReadOnlySpan<byte> source, SensorMessage message) => _decoded++ < 3;
    }
}
