using System.Reactive.Linq;
using Bench.Streaming;

// Two sensors that know nothing of each other, and a function that needs both.
const byte temperature = 0x10, humidity = 0x11, dewPoint = 0x12;

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    Workflow workflow = Workflow.Load(Path.Combine(AppContext.BaseDirectory, "workflow.yaml"));
    await using Zipper zipper = await Zipper.StartAsync(workflow, new(), stop.Token);
    string address = $"{workflow.Host}:{workflow.Port}";

    await using StreamPipeline function = await StreamPipeline.ConnectAsync(
        address,
        new() { Name = "dew-point", Observe = [temperature, humidity], OnFault = Console.Error.WriteLine },
        static messages => messages
            .ZipTags(temperature, humidity)
            .Select(static pair => (Celsius: pair.Left.ToNumber(), Percent: pair.Right.ToNumber()))
            .Select(static air => StreamReply.Text(dewPoint, $"{air.Celsius:0.0} °C, {air.Percent:0} %: dew point {DewPoint(air.Celsius, air.Percent):0.0} °C")),
        stop.Token);
    await using StreamPipeline sink = await StreamPipeline.ConnectSinkAsync(
        address,
        new() { Name = "sink", Observe = [dewPoint] },
        static messages => messages.Select(static message => message.ToText()).Do(Console.WriteLine),
        stop.Token);

    int[] sent = await Task.WhenAll(
        MeasureAsync(address, "thermometer", temperature, static (random, hours) => 18 + (6 * Math.Sin(hours)) + random.NextDouble(), stop.Token),
        MeasureAsync(address, "hygrometer", humidity, static (random, hours) => 60 - (15 * Math.Sin(hours)) + (2 * random.NextDouble()), stop.Token));
    await zipper.StopAsync(drain: TimeSpan.FromSeconds(5));
    Console.WriteLine($"{sent[0]} temperatures and {sent[1]} humidities, {sink.Statistics.Handled} dew points");
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (StreamClosedException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static async Task<int> MeasureAsync(string address, string name, byte tag, Func<Random, double, double> read, CancellationToken ct)
{
    await using StreamSource sensor = await StreamSource.ConnectAsync(address, new() { Name = name, Tag = tag }, ct);
    Random random = new(tag);
    using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(200));
    for (int sent = 0; ; sent++)
    {
        try
        {
            await timer.WaitForNextTickAsync(ct);
            await sensor.WriteAsync(StreamData.From(read(random, sent / 10.0)), ct);
        }
        catch (OperationCanceledException)
        {
            return sent;
        }
    }
}

// Magnus' formula, with the constants of Sonntag (1990); good to 0.35 °C between -45 and 60 °C.
static double DewPoint(double celsius, double percent)
{
    const double b = 17.62, c = 243.12;
    double gamma = Math.Log(percent / 100) + (b * celsius / (c + celsius));
    return c * gamma / (b - gamma);
}
