using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Unicode;
using Bench.Workloads;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

public sealed class JsonDecodeTests
{
    private static readonly JsonDecode s_kernel = new();

    /// <summary>Pieces that keep a text near to JSON.</summary>
    internal static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", " ", "\n", "\t", "null", "true", "false", "\\u", "\\ud83d", "\\udd14", "\\u0000", "\\/", "\\x", "0", "-", "-0", ".", "e", "E+", "1e400", "-1e-400",
        "123456789012345678901234567890", "0.1e1", "9007199254740993", "\"x\":", "\"x\":[{}],", "\"note\":\"", "\"time\":", "\"noise\":3e38,", "\"alarm\":true,", "\u0001", "\u007f", "\u00c3\u00a9",
    ];

    /// <summary>Near to the middle of two doubles, to the ends of their range, or longer than a machine word.</summary>
    internal static readonly string[] HardNumbers =
    [
        "0", "-0", "0.0", "-0.0e7", "0e999999999999999999", "1e-999999999999999999", "5e-324", "4.9e-324", "2.5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "-3e-324",
        "2.2250738585072014e-308", "2.2250738585072011e-308", "2.225073858507201136057409796709131975934819546351645648023426109724822222021076945516529523908135087914149158913039621106870086438694594645527657207407820621743379988141063267329253552286881372149012981122451451889849057222307285255133155755015914397476397983411801999323962548289017107081850690630666655994938275772572015763062690663332647565300009245888316433037779791869612049497390377829704905051080609940730262937128958950003583799967207254304360284078895771796150945516748243471030702609144621572289880258182545180325707018860872113128079512233426288368622321503775666622503982534335974568884423900265498198385487948292206894721689831099698365846814022854243330660339850886445804001034933970427567186443383770486037861622771738545623065874679014086723327636718751234567890e-308",
        "1.7976931348623157e308", "1.7976931348623158e308", "-1.7976931348623158e308", "9007199254740992", "9007199254740993", "9007199254740994", "9007199254740995", "9007199254740993.00000000000000000001",
        "9007199254740992.5e3", "123456789012345678", "1234567890123456789", "12345678901234567890", "123456789012345678901", "0.1234567890123456789", "1e22", "1e23", "9007199254740991e22", "9007199254740993e-22",
        "8.5e22", "1e-22", "1e-23", "3.14159265358979323846264338327950288", "179769313486231580793728971405301199e273", "100000000000000000000000000000", "0.000000000000000000000000000000000001", "6.02214076e23",
        "7.0420557077594588669468784357561207962098443483187940792729600000e+59", "4503599627370496.5", "4503599627370497.5", "4503599627370496.49999999999999999999999999", "1448997445238699", "9214843084008499",
    ];

    public static TheoryData<string> HardNumberData => [.. HardNumbers];

    [Theory]
    [InlineData("{}")]
    [InlineData(" \t\r\n{ \"a\" : [ ] , \"b\" : { } } \n")]
    [InlineData("{\"a\":[1,[2,[3]],{\"b\":[]}]}")]
    [InlineData("{\"a\":true,\"b\":false,\"c\":null,\"\":\"\"}")]
    [InlineData("{\"a\":[0,-0,0.0,-0.5,10,1e5,1E+5,1.25e-5,123456789012345678901234567890]}")]
    [InlineData("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u6e29\\ud83d\\udd14\"}")]
    [InlineData("{\"temperature\":null,\"location\":null,\"samples\":null,\"location\":{\"latitude\":null}}")]
    public void What_is_json_is_read(string text) => AssertAsReference(text, isMessage: true);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}}")]
    [InlineData("{} x")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{,\"a\":1}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{\"a\":1;\"b\":2}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("{1:1}")]
    [InlineData("{\"a\":[1,]}")]
    [InlineData("{\"a\":[,1]}")]
    [InlineData("{\"a\":[1 2]}")]
    [InlineData("{\"a\":[1}}")]
    [InlineData("{\"a\":{\"b\":1]}")]
    [InlineData("{\"a\":tru}")]
    [InlineData("{\"a\":True}")]
    [InlineData("{\"a\":nul")]
    [InlineData("{\"a\":/**/1}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":Infinity}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":-}")]
    [InlineData("{\"a\":+1}")]
    [InlineData("{\"a\":.5}")]
    [InlineData("{\"a\":5.}")]
    [InlineData("{\"a\":-.5}")]
    [InlineData("{\"a\":5.e1}")]
    [InlineData("{\"a\":1e}")]
    [InlineData("{\"a\":1e+}")]
    [InlineData("{\"a\":1e1.5}")]
    [InlineData("{\"a\":0x10}")]
    [InlineData("{\"a\":1-1}")]
    [InlineData("{\"a\":\"}")]
    [InlineData("{\"a\":\"\\\"}")]
    [InlineData("{\"a\":\"\\x\"}")]
    [InlineData("{\"a\":\"\\u12\"}")]
    [InlineData("{\"a\":\"\\u12g4\"}")]
    [InlineData("{\"a\":\"\\uD83D\"}")]
    [InlineData("{\"a\":\"\\uDD14\"}")]
    [InlineData("{\"a\":\"\\uD83D\\u0041\"}")]
    [InlineData("{\"a\":\"\\uD83D\\uD83D\"}")]
    [InlineData("{\"a\":\"\\uD83Dx\"}")]
    [InlineData("{\"a\":\"line\nbreak\"}")]
    [InlineData("{\"a\":\"\u0000\"}")]
    [InlineData("\ufeff{}")]
    public void What_is_no_json_is_malformed(string text) => AssertAsReference(text, isMessage: false);

    [Theory]
    [InlineData("{\"device\":1}")]
    [InlineData("{\"device\":\"123456789012345678901234567890123\"}")]
    [InlineData("{\"sequence\":-1}")]
    [InlineData("{\"sequence\":4294967296}")]
    [InlineData("{\"sequence\":1.0}")]
    [InlineData("{\"sequence\":1e2}")]
    [InlineData("{\"sequence\":\"1\"}")]
    [InlineData("{\"time\":9223372036854775808}")]
    [InlineData("{\"time\":-9223372036854775809}")]
    [InlineData("{\"time\":100000000000000000000}")]
    [InlineData("{\"location\":[]}")]
    [InlineData("{\"location\":{\"latitude\":\"north\"}}")]
    [InlineData("{\"noise\":1e39}")]
    [InlineData("{\"temperature\":1e309}")]
    [InlineData("{\"temperature\":true}")]
    [InlineData("{\"alarm\":1}")]
    [InlineData("{\"samples\":{}}")]
    [InlineData("{\"samples\":[null]}")]
    [InlineData("{\"samples\":[2147483648]}")]
    [InlineData("{\"samples\":[1,2,3,4,5,6,7,8,9]}")]
    [InlineData("{\"note\":[]}")]
    public void What_does_not_fit_its_field_is_malformed(string text) => AssertAsReference(text, isMessage: false);

    [Theory]
    [InlineData("{\"d\\u0065vice\":\"12345678901234567890123456789012\",\"a name that is longer than all that are known\":1}")]
    [InlineData("{\"sequence\":4294967295,\"time\":-9223372036854775808,\"samples\":[-2147483648,2147483647,-0]}")]
    [InlineData("{\"time\":9223372036854775807,\"noise\":3.4028235e38,\"temperature\":-1.7976931348623157e308}")]
    [InlineData("{\"samples\":[1,2,3],\"samples\":[4],\"alarm\":true,\"alarm\":false,\"note\":\"a\",\"note\":\"\"}")]
    [InlineData("{\"location\":{\"latitude\":1,\"x\":{\"longitude\":2},\"longitude\":3},\"location\":{\"latitude\":4}}")]
    public void Fields_hold_what_they_can_and_the_last_of_a_name_counts(string text) => AssertAsReference(text, isMessage: true);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Nesting_is_limited_to_64(int depth, bool isMessage)
    {
        foreach ((string open, string close) in (ReadOnlySpan<(string, string)>)[("[", "]"), ("{\"a\":", "}")])
        {
            string inner = string.Concat(Enumerable.Repeat(open, depth - 1)) + "1" + string.Concat(Enumerable.Repeat(close, depth - 1));
            AssertAsReference($"{{\"a\":{inner}}}", isMessage);
            AssertAsReference($"{{\"location\":{{\"a\":{inner[open.Length..^close.Length]}}}}}", isMessage);
        }
    }

    [Fact]
    public void A_hundred_thousand_open_brackets_do_not_end_the_stack() =>
        AssertAsReference("{\"a\":" + new string('[', 100_000), isMessage: false);

    [Theory]
    [MemberData(nameof(HardNumberData))]
    public void A_number_becomes_the_nearest_double(string text) => AssertNearest(text);

    [Fact]
    public void A_number_in_the_middle_of_two_doubles_goes_to_the_even_one_and_the_slightest_digit_behind_decides()
    {
        foreach ((BigInteger odd, int power) in (ReadOnlySpan<(BigInteger, int)>)[(1, -1075), (3, -1075), ((BigInteger.One << 54) - 1, -1076), ((BigInteger.One << 54) - 1, 970), ((BigInteger.One << 53) + 1, -300), ((BigInteger.One << 53) + 3, 8)])
        {
            (string below, string middle, string above) = Around(odd, power);
            AssertNearest(below);
            AssertNearest(middle);
            AssertNearest("-" + middle);
            AssertNearest(above);
        }
    }

    [Fact]
    public void Any_number_becomes_the_nearest_double()
    {
        Gen<string> digits = from count in Gen.Frequency((6, Gen.Choose(1, 20)), (2, Gen.Choose(21, 60)), (1, Gen.Choose(700, 900))) from all in Gen.Choose(0, 9).ListOf(count) select string.Concat(all);
        Gen<string> number =
            from sign in Gen.Elements("", "-") from whole in digits from fraction in digits from form in Gen.Choose(0, 3)
            from power in Gen.Frequency((3, Gen.Choose(-30, 30)), (2, Gen.Choose(-345, 310)), (1, Gen.Choose(-2000, 2000)))
            let head = sign + (whole.TrimStart('0') is { Length: > 0 } some ? some : "0")
            select form switch { 0 => head, 1 => $"{head}.{fraction}", 2 => $"{head}e{power}", _ => $"{head}.{fraction}E{power:+0;-0}" };
        Gen<string> shortest = ArbMap.Default.GeneratorFor<ulong>().Select(static bits => BitConverter.UInt64BitsToDouble(bits)).Where(double.IsFinite)
            .Select(static value => value.ToString("R", CultureInfo.InvariantCulture));
        Prop.ForAll(Gen.OneOf(number, shortest).ToArbitrary(), AssertNearest).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Spoilt_messages_are_read_as_the_library_reads_them_and_nothing_is_thrown()
    {
        int read = 0;
        Prop.ForAll(SensorMessages.Spoilt(s_kernel, Pieces).ToArbitrary(), bytes =>
        {
            ulong? folded = SensorMessages.Decode(s_kernel, bytes);
            read += folded is null ? 0 : 1;
            // The library takes no text that is not UTF-8; the kernel does not look.
            if (Utf8.IsValid(bytes))
                Assert.Equal(ReferenceJson.Decode(bytes)?.Fold(0), folded);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20000).WithReplay(20260131, 1));
        Assert.InRange(read, 500, 15000);
    }

    private static void AssertAsReference(string text, bool isMessage)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        ulong? folded = SensorMessages.Decode(s_kernel, bytes);
        Assert.Equal(ReferenceJson.Decode(bytes)?.Fold(0), folded);
        Assert.Equal(isMessage, folded is not null);
    }

    private static void AssertNearest(string number)
    {
        SensorMessage message = new();
        double nearest = double.Parse(number, CultureInfo.InvariantCulture);
        bool isRead = s_kernel.TryDecode(Encoding.UTF8.GetBytes($"{{\"temperature\":{number}}}"), message);
        Assert.True(isRead == double.IsFinite(nearest), number);
        if (isRead)
            Assert.True(BitConverter.DoubleToInt64Bits(nearest) == BitConverter.DoubleToInt64Bits(message.Temperature), $"{number}: {message.Temperature:R}, not {nearest:R}");
    }

    /// <summary>An odd number times a power of two, all digits of it; and what is less or more than that by 10^-1000 of its last digit.</summary>
    private static (string Below, string Exactly, string Above) Around(BigInteger odd, int power)
    {
        BigInteger all = power >= 0 ? odd << power : odd * BigInteger.Pow(5, -power);
        int places = Math.Max(0, -power);
        return (Decimal(all - 1, places, new string('9', 1000)), Decimal(all, places, ""), Decimal(all, places, new string('0', 999) + "1"));
    }

    private static string Decimal(BigInteger all, int places, string more)
    {
        string digits = all.ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        string fraction = digits[^places..] + more;
        return fraction.Length == 0 ? digits : $"{digits[..^places]}.{fraction}";
    }
}
