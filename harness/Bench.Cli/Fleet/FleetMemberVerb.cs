using System.CommandLine;
using Bench.Core;
using Bench.Fleet;

namespace Bench.Cli;

/// <summary>What the containers of a fleet run: a suite, whose rows go to the caller while it is measured.</summary>
internal sealed class FleetMemberVerb : IVerb
{
    internal const string Name = "fleet-member";

    private readonly MeasuringOptions _measuring = new();

    public int Order => 31;
    public string Example => $"{MemberSettings.FleetVariable}=1 {MemberSettings.NodeVariable}=here ./bench {Name} --suite smoke";

    public Command Create(CliContext context)
    {
        Command command = new(Name, "Measures a suite as one node of a fleet.") { Hidden = true };
        _measuring.AddTo(command);
        command.SetAction((parsed, ct) => RunAsync(context, parsed, ct));
        return command;
    }

    private async Task<int> RunAsync(CliContext context, ParseResult parsed, CancellationToken ct)
    {
        MemberSettings settings = MemberSettings.FromEnvironment(Environment.GetEnvironmentVariable);
        await using FleetMember member = await FleetMember.BeginAsync(settings, context.Layout.Results, context.Tools.Image?.Id, Console.Out, ct);
        RunSession session = new(context) { Progress = member, Label = settings.Label, InstanceType = settings.VmType, Written = member.Written, Shows = false };
        try
        {
            int exit = member.Resumes ? await ResumeAsync(context, session, member.Folder, ct) : await BeginAsync(context, session, parsed, member.Folder, ct);
            await (exit == ExitCodes.Interrupted ? member.LeaveAsync() : member.EndAsync(exit));
            return exit;
        }
        catch (UsageException e)
        {
            await member.FailAsync(e.Message);
            throw;
        }
    }

    private async Task<int> BeginAsync(CliContext context, RunSession session, ParseResult parsed, string folder, CancellationToken ct)
    {
        RunOptions options = await _measuring.ReadAsync(context, parsed, ct);
        return await session.BeginAsync(options, await RunVerb.PlanAsync(context, options, ct), _measuring.Seed(parsed), folder, strict: false, ct);
    }

    private static async Task<int> ResumeAsync(CliContext context, RunSession session, string folder, CancellationToken ct)
    {
        RunRecord earlier = RunFolder.Read(folder);
        RunOptions options = earlier.Header.Options;
        if (MachineInfo.Read() is var here && (here.Cpu, here.Cores) != (earlier.Header.Machine.Cpu, earlier.Header.Machine.Cores))
            throw new UsageException($"this node is another machine now ({here.Cpu}, {here.Cores} cores) than when it was measured ({earlier.Header.Machine.Cpu}, {earlier.Header.Machine.Cores} cores)");
        return await session.ResumeAsync(folder, earlier, await RunVerb.PlanAsync(context, options, ct), strict: false, ct);
    }
}
