using System.CommandLine;
using Bench.Density;
using Bench.Hosts;

namespace Bench.Cli;

/// <summary>The process that holds the instances of a density run: started by it, fresh for each part, and speaks <see cref="DensityLine"/>s.</summary>
internal sealed class DensityPartVerb : IVerb
{
    internal const string Name = "density-part";

    private readonly Argument<DensityPart> _part = new("PART") { Description = "ramp or storm" };
    private readonly Argument<string> _host = new("HOST") { Description = "Kind of function host" };
    private readonly Option<int> _instances = new("--instances") { Required = true };
    private readonly Option<long?> _memory = new("--memory") { Required = true, CustomParser = Amounts.ParseBytes };
    private readonly Option<int> _storm = new("--storm") { Required = true };
    private readonly Option<TimeSpan?> _time = new("--time") { Required = true, CustomParser = Durations.Parse };

    public int Order => 30;
    public string Example => $"./bench {Name} storm wasm2c --instances 1 --memory 1G --storm 100 --time 10s";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "One part of a density run, in JSON lines.") { _part, _host, _instances, _memory, _storm, _time };
        command.Hidden = true;
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        DensityPlan plan = new()
        {
            Instances = parsed.GetValue(_instances),
            MemoryBytes = parsed.GetValue(_memory)!.Value,
            Storm = parsed.GetValue(_storm),
            Time = parsed.GetValue(_time)!.Value,
        };
        DensityLine end;
        try
        {
            end = DensityLine.Of(await DensityTrial.RunAsync(HostMachine.In(context.Layout), parsed.GetValue(_host)!, parsed.GetValue(_part), plan,
                static alive => Console.WriteLine(new DensityLine { Alive = alive }), TimeProvider.System, ct));
        }
        catch (DensityFaultException e)
        {
            end = DensityLine.Of(e);
        }
        Console.WriteLine(end);
        return ExitCodes.Fine;
    }
}
