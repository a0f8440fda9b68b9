using System.Text;
using Bench.Streaming;

namespace Bench.Tests;

public sealed class PayloadCodecTests
{
    public static TheoryData<string, string> Codecs()
    {
        TheoryData<string, string> all = [];
        foreach (string codec in PayloadCodecs.Names.Where(static name => name != PayloadCodecs.Raw))
            foreach (string payload in (string[])["f64", "f32", "sensor", "bytes:64"])
                all.Add(codec, payload);
        return all;
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void What_a_codec_writes_it_reads_again(string codec, string payload)
    {
        Payload kind = Payload.Parse(payload);
        IPayloadCodec source = Find(codec, kind.Kind), function = Find(codec, kind.Kind);
        byte[] value = new byte[kind.Length];
        Random random = new(4);
        for (int i = 0; i < 1000; i++)
        {
            kind.Draw(random, value);
            Assert.Equal(value, function.Decode(source.Encode(value)).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Damaged_messages_are_values_or_faults_with_one_line(string codec, string payload)
    {
        Payload kind = Payload.Parse(payload);
        IPayloadCodec one = Find(codec, kind.Kind);
        byte[] value = new byte[kind.Length];
        Random random = new(5);
        int faults = 0;
        for (int i = 0; i < 2000; i++)
        {
            kind.Draw(random, value);
            byte[] message = one.Encode(value).ToArray();
            message[random.Next(message.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                ReadOnlyMemory<byte> read = one.Decode(message.AsMemory(0, random.Next(message.Length + 1)));
                Assert.True(kind.Kind == PayloadKind.Bytes || read.Length == kind.Length);
            }
            catch (FormatException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                faults++;
            }
        }
        Assert.InRange(faults, 1, 2000);
    }

    [Fact]
    public void A_reply_keeps_the_time_and_the_place_of_the_reading_that_it_answers()
    {
        IPayloadCodec codec = Find("json", PayloadKind.Sensor);
        Assert.Equal([0x43, 0x20, 0x60, 0x26], codec.Decode("""{"noise":160.37558,"time":7,"from":"hall"}"""u8.ToArray()).ToArray());
        Assert.Equal("""{"noise":2,"time":7,"from":"hall"}""", Encoding.UTF8.GetString(codec.Encode(new byte[] { 0x40, 0, 0, 0 }).Span));
    }

    [Fact]
    public void A_number_in_Y3_is_the_packet_that_YoMo_writes() =>
        Assert.Equal([0x10, 0x04, 0x43, 0x20, 0x60, 0x26], Find("y3", PayloadKind.F32).Encode(new byte[] { 0x43, 0x20, 0x60, 0x26 }).ToArray());

    [Theory]
    [InlineData("json", PayloadKind.F64, "1 2")]
    [InlineData("json", PayloadKind.F64, "\"x\"")]
    [InlineData("json", PayloadKind.Bytes, "\"?\"")]
    [InlineData("json", PayloadKind.Sensor, "{\"noise\":1}")]
    [InlineData("json", PayloadKind.Sensor, "null")]
    [InlineData("json", PayloadKind.Sensor, "")]
    [InlineData("y3", PayloadKind.Sensor, "")]
    [InlineData("y3", PayloadKind.F64, "\u0011\u0001\u0001")]
    public void What_is_no_such_value_is_refused(string codec, PayloadKind kind, string message) =>
        Assert.Throws<FormatException>(() => Find(codec, kind).Decode(Encoding.UTF8.GetBytes(message)));

    [Theory]
    [InlineData("json")]
    [InlineData("y3")]
    public void A_reply_of_another_width_is_no_number(string codec) =>
        Assert.Equal("3 bytes are no number of 4", Assert.Throws<FormatException>(() => Find(codec, PayloadKind.F32).Encode(new byte[3])).Message);

    [Fact]
    public async Task A_function_gets_values_and_loses_only_messages_that_hold_none()
    {
        await using StreamBed bed = await StreamBed.StartAsync("twice", "sink");
        List<string> faults = [];
        StreamFunctionOptions options = bed.Options("twice", [0x33], StreamFunctionOptions.From(static call => call.Reply(0x34, call.Data.Span))) with
        {
            Codec = PayloadCodecs.Find("json", PayloadKind.F32),
            OnFault = text => { lock (faults) faults.Add(text); },
        };
        await using StreamFunction function = await StreamFunction.ConnectAsync(bed.Address, options, CancellationToken.None);
        await bed.ArrivedAsync("twice");
        await using SinkProbe sink = await bed.SinkAsync("sink", 0x34);
        await using StreamSource source = await bed.SourceAsync();
        foreach (string text in (string[])["1.50", "nothing", "2e0"])
            await source.WriteAsync(Encoding.UTF8.GetBytes(text), CancellationToken.None);
        await sink.HasAsync(2);
        Assert.Equal(["1.5", "2"], sink.Messages.Select(static one => Encoding.UTF8.GetString(one.Data)));
        Assert.Equal([new(FunctionFault.BadInput, 1)], function.Statistics.Faults);
        Assert.StartsWith("message 1 is lost (BadInput): no value in JSON", Assert.Single(faults));
    }

    private static IPayloadCodec Find(string codec, PayloadKind kind) => PayloadCodecs.Find(codec, kind)!.Invoke();
}
