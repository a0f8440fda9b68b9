using System.Globalization;
using System.Text.RegularExpressions;
using Bench.Core;
using Bench.Streaming;
using YamlDotNet.RepresentationModel;

namespace Bench.Streams;

/// <summary>Reads scenario files; docs/streams.md describes them.</summary>
public static partial class ScenarioReader
{
    private const int LargestFile = 1 << 16, MostPerSecond = 10_000_000, MostInstances = 64, MostRepetitions = 1000;
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    /// <exception cref="UsageException">The file is missing or wrong: says where and what was expected.</exception>
    public static StreamScenario Load(string file)
    {
        try
        {
            return new FileInfo(file).Length <= LargestFile ? Parse(file, File.ReadAllText(file)) : throw new UsageException($"{file} is larger than a scenario can be ({LargestFile >> 10} KiB)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read the scenario {file}: {e.Message}", e);
        }
    }

    /// <summary>As on the command line: messages a second, or <c>max</c>, which is null.</summary>
    /// <exception cref="UsageException">It is neither.</exception>
    public static int? ParseRate(string text) => text == "max" ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int rate) && rate is >= 1 and <= MostPerSecond ? rate
        : throw new UsageException($"--rate: expected 1 to {MostPerSecond} or max, found '{text}'");

    internal static StreamScenario Parse(string file, string text) => new Reader(file).Read(text);

    private sealed class Reader(string file)
    {
        private readonly YamlReader _yaml = new(file);

        internal StreamScenario Read(string text)
        {
            Dictionary<string, YamlNode> members = _yaml.Members(_yaml.Load(text, "a scenario"), "a scenario", ["name", "functions", "transports", "hosts"],
                ["title", "payload", "codecs", "rates", "arrival", "warmUp", "duration", "repetitions", "traceEvery", "coldStarts", "capacity"]);
            T Get<T>(string name, T otherwise, Func<YamlNode, T> read) => members.TryGetValue(name, out YamlNode? node) ? read(node) : otherwise;
            StreamScenario preset = new() { Name = "", Functions = [], Transports = [], Hosts = [] };
            string kind = Get("payload", preset.Payload, PayloadOf);
            return preset with
            {
                Name = Matching(members["name"], "name", Name(), "lower-case letters, digits and single hyphens"),
                Title = Get("title", preset.Title, node => _yaml.Text(node, "title")),
                Functions = Chain(members["functions"]),
                Transports = Distinct(members["transports"], "transports"),
                Hosts = Distinct(members["hosts"], "hosts"),
                Payload = kind,
                Codecs = members.TryGetValue("codecs", out YamlNode? codecs) ? Codecs(codecs, kind)
                    : members.TryGetValue("payload", out YamlNode? payload) ? [Codec(payload, PayloadCodecs.Raw, kind)] : preset.Codecs,
                Rates = Get("rates", preset.Rates, node => members.ContainsKey("capacity") && node is YamlSequenceNode { Children.Count: 0 } ? [] : _yaml.List(node, "rates", Rate)),
                Arrival = Get("arrival", preset.Arrival, node => OneOf(node, "arrival", "fixed", "poisson")),
                WarmUp = Get("warmUp", preset.WarmUp, node => Time(node, "warmUp", s_longest, zero: true)),
                Duration = Get("duration", preset.Duration, node => Time(node, "duration", s_longest)),
                Repetitions = Get("repetitions", preset.Repetitions, node => Whole(node, "repetitions", 1, MostRepetitions)),
                TraceEvery = Get("traceEvery", preset.TraceEvery, node => Whole(node, "traceEvery", 1, 1_000_000)),
                ColdStarts = Get("coldStarts", preset.ColdStarts, node => Whole(node, "coldStarts", 0, MostRepetitions)),
                Capacity = Get<CapacityGoal?>("capacity", null, Goal),
            };
        }

        private string PayloadOf(YamlNode node) => Checked(node, "payload", _yaml.Text(node, "payload"), static text => Payload.Parse(text));

        private IReadOnlyList<string> Codecs(YamlNode node, string payload) => [.. Distinct(node, "codecs").Select(codec => Codec(node, codec, payload))];

        private string Codec(YamlNode node, string codec, string payload) => Checked(node, "codecs", codec, name => PayloadCodecs.Find(name, Payload.Parse(payload).Kind));

        private string Checked(YamlNode node, string what, string text, Action<string> check)
        {
            try
            {
                check(text);
                return text;
            }
            catch (FormatException e)
            {
                throw _yaml.Fault(node, $"{what}: {e.Message}");
            }
        }

        private IReadOnlyList<StreamFunctionPlan> Chain(YamlNode node)
        {
            IReadOnlyList<(StreamFunctionPlan Plan, YamlNode Node)> all = _yaml.List(node, "functions", one => (Function(one), one));
            for (int i = 1; i < all.Count; i++)
                if (all[i].Plan.Observe != all[i - 1].Plan.Reply)
                    throw _yaml.Fault(all[i].Node, $"{all[i].Plan.Function} observes 0x{all[i].Plan.Observe:x2}, but the function before it replies 0x{all[i - 1].Plan.Reply:x2}");
            if (all.Select(static one => one.Plan.Observe).Append(all[^1].Plan.Reply).Distinct().Count() <= all.Count)
                throw _yaml.Fault(node, "functions: a tag is there twice on the way of a message");
            return [.. all.Select(static one => one.Plan)];
        }

        private StreamFunctionPlan Function(YamlNode node)
        {
            if (node is YamlScalarNode)
                return new StreamFunctionPlan(_yaml.Text(node, "functions"), 0x33, 0x34, 1);
            Dictionary<string, YamlNode> members = _yaml.Members(node, "a function", ["function"], ["observe", "reply", "instances"]);
            return new StreamFunctionPlan(_yaml.Text(members["function"], "function"),
                members.TryGetValue("observe", out YamlNode? observe) ? Tag(observe, "observe") : (byte)0x33,
                members.TryGetValue("reply", out YamlNode? reply) ? Tag(reply, "reply") : (byte)0x34,
                members.TryGetValue("instances", out YamlNode? instances) ? Whole(instances, "instances", 1, MostInstances) : 1);
        }

        private CapacityGoal? Goal(YamlNode node)
        {
            Dictionary<string, YamlNode> members = _yaml.Members(node, "capacity", ["p99", "from", "to"], ["within", "trials", "duration"]);
            CapacityGoal goal = new(Time(members["p99"], "p99", s_longest), Whole(members["from"], "from", 1, MostPerSecond), Whole(members["to"], "to", 1, MostPerSecond),
                members.TryGetValue("within", out YamlNode? within) ? Share(within) : 0.1,
                members.TryGetValue("trials", out YamlNode? trials) ? Whole(trials, "trials", 1, 99) : 3,
                members.TryGetValue("duration", out YamlNode? duration) ? Time(duration, "duration", s_longest) : TimeSpan.FromSeconds(2));
            return goal.To >= goal.From ? goal : throw _yaml.Fault(members["to"], $"to: expected no less than from ({goal.From}), found {goal.To}");
        }

        private int? Rate(YamlNode node) => node is YamlScalarNode { Value: "max" } ? null : Whole(node, "rates", 1, MostPerSecond, " or max");

        private double Share(YamlNode node)
        {
            string text = _yaml.Text(node, "within");
            return text.EndsWith('%') && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) && percent is >= 1 and <= 100
                ? percent / 100
                : throw _yaml.Fault(node, $"within: expected 1% to 100%, found {YamlReader.Found(node)}");
        }

        private byte Tag(YamlNode node, string what)
        {
            string text = _yaml.Text(node, what);
            bool read = text.StartsWith("0x", StringComparison.Ordinal) ? byte.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte tag)
                : byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out tag);
            return read && tag < 0x40 ? tag : throw _yaml.Fault(node, $"{what}: expected a tag from 0x00 to 0x3f, found {YamlReader.Found(node)}");
        }

        private int Whole(YamlNode node, string what, int least, int most, string or = "") =>
            int.TryParse(_yaml.Text(node, what), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
                ? number
                : throw _yaml.Fault(node, $"{what}: expected {least} to {most}{or}, found {YamlReader.Found(node)}");

        private TimeSpan Time(YamlNode node, string what, TimeSpan most, bool zero = false)
        {
            Match match = Duration().Match(_yaml.Text(node, what));
            double unit = match.Groups[2].Value switch { "us" => 1e-6, "ms" => 1e-3, "s" => 1, "m" => 60, _ => 3600 };
            TimeSpan time = match.Success ? TimeSpan.FromSeconds(double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * unit) : TimeSpan.MinValue;
            return time <= most && (time > TimeSpan.Zero || (zero && time == TimeSpan.Zero))
                ? time
                : throw _yaml.Fault(node, $"{what}: expected a time as 500us, 2ms, 10s or 10m, found {YamlReader.Found(node)}");
        }

        private IReadOnlyList<string> Distinct(YamlNode node, string what)
        {
            HashSet<string> seen = [];
            return _yaml.List(node, what, one =>
                seen.Add(Matching(one, what, Word(), "a word without spaces and slashes")) ? _yaml.Text(one, what) : throw _yaml.Fault(one, $"{what}: {YamlReader.Found(one)} is there twice"));
        }

        private string OneOf(YamlNode node, string what, params string[] words) =>
            words.Contains(_yaml.Text(node, what)) ? _yaml.Text(node, what) : throw _yaml.Fault(node, $"{what}: expected {string.Join(", ", words)}, found {YamlReader.Found(node)}");

        private string Matching(YamlNode node, string what, Regex form, string expected) =>
            form.IsMatch(_yaml.Text(node, what)) ? _yaml.Text(node, what) : throw _yaml.Fault(node, $"{what}: expected {expected}, found {YamlReader.Found(node)}");
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[^/\s+]+\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"^([0-9]{1,9}(?:\.[0-9]{1,6})?)(us|ms|s|m|h)\z")]
    private static partial Regex Duration();
}
