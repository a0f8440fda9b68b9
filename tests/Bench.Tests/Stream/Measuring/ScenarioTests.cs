using Bench.Core;
using Bench.Streams;

namespace Bench.Tests;

public sealed class ScenarioTests
{
    private const string Least = "name: s\nfunctions: triple\ntransports: tcp\nhosts: delegate\n";

    [Fact]
    public void Everything_but_the_nodes_has_a_default()
    {
        StreamScenario scenario = ScenarioReader.Parse("s.yaml", Least);
        Assert.Equal(new StreamFunctionPlan("triple", 0x33, 0x34, 1), Assert.Single(scenario.Functions));
        Assert.Equal([0x33, 0x34], scenario.Tags);
        Assert.Equal((1000, "fixed", "f64"), (Assert.Single(scenario.Rates), scenario.Arrival, scenario.Payload));
    }

    [Fact]
    public void Every_scenario_that_comes_with_the_project_is_sound() =>
        Assert.All(Directory.EnumerateFiles(Path.Combine(Repo.Root, "workloads", "streams"), "*.yaml"), static file =>
            Assert.Equal(Path.GetFileNameWithoutExtension(file), ScenarioReader.Load(file).Name));

    [Fact]
    public void Each_codec_is_a_case_and_the_plain_value_goes_without_saying() =>
        Assert.Equal(["s/f64-1000ps/tcp+delegate", "s/f64-y3-1000ps/tcp+delegate"],
            StreamCase.Of(ScenarioReader.Parse("s.yaml", Least + "codecs: [raw, y3]\n")).Select(static one => one.Id.ToString()));

    [Fact]
    public void A_reading_needs_a_codec_that_has_room_for_it() =>
        Assert.EndsWith("give it the codec y3 or json", Assert.Throws<UsageException>(() => ScenarioReader.Parse("s.yaml", Least + "payload: sensor\n")).Message);

    [Fact]
    public void A_capacity_has_a_limit_and_a_range()
    {
        CapacityGoal goal = ScenarioReader.Parse("s.yaml", Least + "capacity: { p99: 2ms, from: 1000, to: 200000, within: 5% }\n").Capacity!;
        Assert.Equal(new CapacityGoal(TimeSpan.FromMilliseconds(2), 1000, 200000, 0.05, 3, TimeSpan.FromSeconds(2)), goal);
    }

    [Theory]
    [InlineData("rates: [1000, often]", "s.yaml(5,15): rates: expected 1 to 10000000 or max, found 'often'")]
    [InlineData("arrival: sometimes", "s.yaml(5,10): arrival: expected fixed, poisson, found 'sometimes'")]
    [InlineData("duration: 5", "s.yaml(5,11): duration: expected a time as 500us, 2ms, 10s or 10m, found '5'")]
    [InlineData("duration: 0s", "s.yaml(5,11): duration: expected a time as 500us, 2ms, 10s or 10m, found '0s'")]
    [InlineData("repetitions: 0", "s.yaml(5,14): repetitions: expected 1 to 1000, found '0'")]
    [InlineData("payload: bytes:0", "s.yaml(5,10): payload: a payload is f64, f32, sensor, bytes:N, images, images:PATH or video:FILE with N from 1 to 1048576, not 'bytes:0'")]
    [InlineData("codecs: [y3, xml]", "s.yaml(5,9): codecs: there is no codec 'xml'; there are raw, y3, json")]
    [InlineData("payload: sensor\ncodecs: raw", "s.yaml(6,9): codecs: a sensor's reading is no value by itself: give it the codec y3 or json")]
    [InlineData("speed: 3", "s.yaml(5,1): a scenario has no member 'speed'")]
    [InlineData("capacity: { p99: 2ms, from: 9, to: 3 }", "s.yaml(5,36): to: expected no less than from (9), found 3")]
    [InlineData("name: [", "s.yaml(6,1): ")]
    public void A_fault_is_told_with_its_line(string line, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<UsageException>(() => ScenarioReader.Parse("s.yaml", Least + line + "\n")).Message);

    [Theory]
    [InlineData("functions:\n  - { function: a, observe: 0x33, reply: 0x34 }\n  - { function: b, observe: 0x40, reply: 0x35 }\n", "s.yaml(3,29): observe: expected a tag from 0x00 to 0x3f, found '0x40'")]
    [InlineData("functions:\n  - { function: a, observe: 0x33, reply: 0x34 }\n  - { function: b, observe: 0x36, reply: 0x35 }\n", "s.yaml(3,5): b observes 0x36, but the function before it replies 0x34")]
    [InlineData("functions:\n  - { function: a, observe: 0x33, reply: 0x33 }\n", "s.yaml(2,3): functions: a tag is there twice on the way of a message")]
    public void A_chain_must_fit_together(string functions, string expected) =>
        Assert.Equal(expected, Assert.Throws<UsageException>(() => ScenarioReader.Parse("s.yaml", functions + "name: s\ntransports: tcp\nhosts: delegate\n")).Message);

    [Fact]
    public void Seconds_must_be_given_their_unit_and_hosts_only_once() =>
        Assert.Equal("s.yaml(4,19): hosts: 'delegate' is there twice",
            Assert.Throws<UsageException>(() => ScenarioReader.Parse("s.yaml", Least.Replace("delegate", "[delegate, delegate]", StringComparison.Ordinal))).Message);
}
