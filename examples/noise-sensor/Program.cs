using Bench.Hosts;
using Bench.Streaming;

// A sensor, a zipper, a WebAssembly function and a sink: each could be a program on another machine.
const byte noise = 0x33, average = 0x34;

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

    await using FunctionHosts hosts = FunctionHosts.OfThisMachine();
    WorkflowFunction guest = workflow.Functions[0];
    Func<IFunctionHost> sandbox = await hosts.PrepareAsync(guest.HostKind!, new FunctionSpec { Function = guest.File! }, stop.Token);
    await using StreamFunction function = await StreamFunction.ConnectAsync(address, new() { Name = guest.Name, Host = sandbox }, stop.Token);

    await using StreamSink sink = await StreamSink.ConnectAsync(address, new() { Name = "sink", Observe = [noise, average] }, stop.Token);
    Task showing = ShowAsync(sink);
    int sent;
    await using (StreamSource sensor = await StreamSource.ConnectAsync(address, new() { Name = "sensor", Tag = noise }, stop.Token))
        sent = await MeasureAsync(sensor, stop.Token);

    await zipper.StopAsync(drain: TimeSpan.FromSeconds(5));
    await sink.DisposeAsync();
    await showing;
    Console.WriteLine($"{sent} measured, {function.Statistics.Handled} averaged");
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (Exception e) when (e is StreamClosedException or FunctionFaultException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

// A street: 60 dB, and a lorry every now and then.
static async Task<int> MeasureAsync(StreamSource sensor, CancellationToken ct)
{
    Random random = new(1);
    using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(200));
    for (int sent = 0; ; sent++)
    {
        try
        {
            await timer.WaitForNextTickAsync(ct);
            await sensor.WriteAsync(StreamData.From(60 + (5 * random.NextDouble()) + (sent % 20 < 5 ? 25 : 0)), ct);
        }
        catch (OperationCanceledException)
        {
            return sent;
        }
    }
}

static async Task ShowAsync(StreamSink sink)
{
    await foreach (StreamMessage message in sink.ReadAllAsync(CancellationToken.None))
        Console.WriteLine(message.Tag == noise ? $"{message.ToNumber(),6:0.0} dB" : $"{message.ToNumber(),6:0.0} dB on average of the last ten");
}
