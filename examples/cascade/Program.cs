using System.Reactive.Linq;
using Bench.Streaming;

// The edge looks at every value and says the loudest of each ten; the centre hears of those and raises the alarm.
const byte noise = 0x20, loudest = 0x21, alarm = 0x22;

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    (Zipper centre, string toCentre) = await StartAsync("centre.yaml", stop.Token);
    await using Zipper atCentre = centre;
    await using StreamPipeline alarms = await StreamPipeline.ConnectAsync(
        toCentre,
        new() { Name = "alarm", Observe = [loudest] },
        static messages => messages
            .Select(static message => message.ToNumber())
            .Where(static level => level > 88)
            .Select(static level => StreamReply.Text(alarm, $"alarm: {level:0.0} dB")),
        stop.Token);
    await using StreamPipeline sink = await StreamPipeline.ConnectSinkAsync(
        toCentre,
        new() { Name = "sink", Observe = [loudest, alarm] },
        static messages => messages.Do(static message => Console.WriteLine(message.Tag == alarm ? message.ToText() : $"loudest of ten: {message.ToNumber():0.0} dB")),
        stop.Token);

    (Zipper edge, string toEdge) = await StartAsync("edge.yaml", stop.Token);
    await using Zipper atEdge = edge;
    await using StreamPipeline maxima = await StreamPipeline.ConnectAsync(
        toEdge,
        new() { Name = "loudest", Observe = [noise] },
        static messages => messages
            .Select(static message => message.ToNumber())
            .Buffer(10)
            .Select(static ten => StreamReply.Number(loudest, ten.Max())),
        stop.Token);

    int sent = await MeasureAsync(toEdge, stop.Token);
    await maxima.DisposeAsync();
    await edge.StopAsync(drain: TimeSpan.FromSeconds(5));
    await centre.StopAsync(drain: TimeSpan.FromSeconds(5));
    Console.WriteLine($"{sent} measured, {maxima.Statistics.Handled} handled at the edge, {alarms.Statistics.Handled} at the centre");
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

static async Task<(Zipper Zipper, string Address)> StartAsync(string file, CancellationToken ct)
{
    Workflow workflow = Workflow.Load(Path.Combine(AppContext.BaseDirectory, file));
    return (await Zipper.StartAsync(workflow, new(), ct), $"{workflow.Host}:{workflow.Port}");
}

static async Task<int> MeasureAsync(string address, CancellationToken ct)
{
    await using StreamSource sensor = await StreamSource.ConnectAsync(address, new() { Name = "sensor", Tag = noise }, ct);
    Random random = new(1);
    using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
    for (int sent = 0; ; sent++)
    {
        try
        {
            await timer.WaitForNextTickAsync(ct);
            await sensor.WriteAsync(StreamData.From(60 + (30 * Math.Pow(random.NextDouble(), 3))), ct);
        }
        catch (OperationCanceledException)
        {
            return sent;
        }
    }
}
