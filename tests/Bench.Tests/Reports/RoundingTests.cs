using Bench.Core;
using Bench.Reports;

namespace Bench.Tests;

public sealed class RoundingTests
{
    [Theory]
    [InlineData(12.234, 0.12, "12.2 ± 0.1")]
    [InlineData(16.9, 0.94, "16.9 ± 0.9")]
    [InlineData(12.25, 0.1, "12.3 ± 0.1")]
    [InlineData(9.96, 0.08, "9.96 ± 0.08")]
    [InlineData(87.7, 18.1, "90 ± 20")]
    [InlineData(0.000123456, 0.0000021, "0.000123 ± 0.000002")]
    [InlineData(123456, 7890, "123000 ± 8000")]
    public void The_value_is_rounded_to_the_digit_of_its_deviation(double value, double deviation, string expected) =>
        Assert.Equal(expected, Rounding.WithDeviation(value, deviation));

    [Theory]
    [InlineData(12.234, 0.096, "12.2 ± 0.1")]
    [InlineData(12.234, 0.95, "12 ± 1")]
    [InlineData(12.234, 0.949, "12.2 ± 0.9")]
    [InlineData(123.4, 9.7, "120 ± 10")]
    public void A_deviation_that_rounds_up_to_the_next_power_of_ten_takes_the_value_with_it(double value, double deviation, string expected) =>
        Assert.Equal(expected, Rounding.WithDeviation(value, deviation));

    [Theory]
    [InlineData(12.234, null, "12.2")]
    [InlineData(12.234, 0.0, "12.2")]
    [InlineData(9.996, null, "10.0")]
    [InlineData(0.0123456, null, "0.0123")]
    [InlineData(12345, null, "12300")]
    [InlineData(0.1, 1e-17, "0.100")]
    [InlineData(0, null, "0.00")]
    [InlineData(0, 0.0, "0.00")]
    public void Without_a_deviation_the_value_has_three_significant_digits(double value, double? deviation, string expected) =>
        Assert.Equal(expected, Rounding.WithDeviation(value, deviation));

    [Theory]
    [InlineData(5.2, 7.1, "5 ± 7")]
    [InlineData(12, 17, "10 ± 20")]
    [InlineData(4, 17, "4 ± 20")]
    [InlineData(0.4, 3, "0.4 ± 3")]
    [InlineData(0, 3, "0 ± 3")]
    public void A_value_below_its_deviation_is_not_rounded_away(double value, double deviation, string expected) =>
        Assert.Equal(expected, Rounding.WithDeviation(value, deviation));

    [Theory]
    [InlineData("ns", 12.0)]
    [InlineData("ns", 999.0)]
    [InlineData("µs", 1000.0)]
    [InlineData("ms", 5_000_000.0)]
    [InlineData("s", 2_000_000_000.0)]
    [InlineData("ms", 3e6, 4e6, 9e11)]
    public void The_unit_of_a_column_fits_its_middle_value(string expected, params double[] nanoseconds) =>
        Assert.Equal(expected, Unit.OfTimes(nanoseconds).Name);

    [Fact]
    public void The_deviation_is_that_of_a_sample() =>
        Assert.Equal("2 ± 1", new Unit("ns", 1).Mean(new Sample([1, 2, 3])));
}
