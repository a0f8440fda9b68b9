using Bench.Backends.Setup;
using Bench.Core;

namespace Bench.Cli;

internal sealed class SetupVerb : IVerb
{
    public int Order => 2;
    public string Example => "./bench setup --dry-run   shows the commands; ./bench setup --yes runs them";

    public Command Create(CliContext context)
    {
        System.CommandLine.Option<bool> yes = new("--yes", "-y") { Description = "Do not ask." };
        System.CommandLine.Option<bool> dryRun = new("--dry-run") { Description = "Print the commands as a shell script and do nothing." };
        System.CommandLine.Option<string[]> tools = new("--tool")
        {
            Description = "Only these tools, also those that are not installed unasked (ids as doctor shows them).",
            HelpName = "ID",
            AllowMultipleArgumentsPerToken = true,
        };
        Command command = new("setup", "Installs what is missing: system packages, and into .tools npm packages and single files of others. Shows the exact commands first.") { yes, dryRun, tools };
        command.SetAction((parsed, ct) =>
        {
            string[] named = parsed.GetValue(tools) ?? [];
            Session session = new(context, named);
            return parsed.GetValue(dryRun) ? session.ShowAsync(ct) : session.InstallAsync(parsed.GetValue(yes) ? Consent.Given : Consent.Ask, ct);
        });
        return command;
    }

    /// <summary>Installs without asking; what cannot be installed is said, and skipped later.</summary>
    internal static Task InstallAsync(CliContext context, CancellationToken ct) => new Session(context, []).InstallAsync(Consent.Given, ct);

    private enum Consent { Ask, Given }

    private sealed class Session(CliContext context, IReadOnlyList<string> named)
    {
        private readonly TextWriter _out = context.Console.Profile.Out.Writer;

        internal async Task<int> ShowAsync(CancellationToken ct)
        {
            SetupInventory inventory = await SetupInventory.TakeAsync(context.Tools, named, ct);
            if (inventory.Missing.Count == 0)
                return NothingToDo(inventory);
            _out.Write((await PlanAsync(inventory, ct)).Script);
            return ExitCodes.Fine;
        }

        internal async Task<int> InstallAsync(Consent consent, CancellationToken ct)
        {
            SetupInventory inventory = await SetupInventory.TakeAsync(context.Tools, named, ct);
            if (inventory.Missing.Count == 0)
            {
                if (SetupRecord.Load(context.Layout) is null)
                    await RecordAsync(context.Tools, inventory, [], [], ct);
                return NothingToDo(inventory);
            }
            SetupPlan plan = await PlanAsync(inventory, ct);
            _out.Write(plan.Script);
            if (plan.Steps.Count > 0 && consent == Consent.Ask && !Agreed())
                return ExitCodes.Fine;

            bool waited = false;
            using IDisposable held = await SetupLock.TakeAsync(context.Layout, TimeProvider.System, () =>
            {
                waited = true;
                _out.WriteLine("another set-up of this checkout is under way: waiting for it (Ctrl-C gives up)");
            }, ct);
            if (waited)
            {
                inventory = await SetupInventory.TakeAsync(new Toolbox(context.Layout, context.Tools.Catalog), named, ct);
                plan = await PlanAsync(inventory, ct);
            }
            IReadOnlyList<SetupFailure> failures = await new SetupRunner(context.Layout, Say).RunAsync(plan, ct);

            Toolbox now = new(context.Layout, context.Tools.Catalog);
            IReadOnlyList<Unavailable> absent = await RecordAsync(now, inventory, plan.Unavailable, failures, ct);
            Report(failures, absent, [.. absent.Except(plan.Unavailable)]);
            bool asked = failures.Count > 0 || absent.Except(plan.Unavailable).Any() || (named.Count > 0 && absent.Count > 0);
            return asked ? ExitCodes.Failed : ExitCodes.Fine;
        }

        private int NothingToDo(SetupInventory inventory)
        {
            _out.WriteLine($"nothing to install: {string.Join(", ", inventory.Wanted.Select(static tool => tool.Id))} are there");
            return ExitCodes.Fine;
        }

        private static async Task<SetupPlan> PlanAsync(SetupInventory inventory, CancellationToken ct) =>
            SetupPlanner.Plan(await SetupHost.ReadAsync([.. inventory.Missing.SelectMany(static tool => tool.Install!.AptPackages)], ct), inventory.Missing);

        private bool Agreed()
        {
            if (Console.IsInputRedirected)
                throw new UsageException("set-up asks before it installs, and this is no terminal: add --yes");
            _out.Write("Run these commands? [y/N] ");
            _out.Flush();
            return Console.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
        }

        private void Say(string text)
        {
            _out.Write(text);
            _out.Flush();
        }

        /// <summary>Asks the machine again and writes .tools/setup.json.</summary>
        /// <returns>What was wanted and is not there.</returns>
        private async Task<IReadOnlyList<Unavailable>> RecordAsync(
            Toolbox tools, SetupInventory inventory, IReadOnlyList<Unavailable> impossible, IReadOnlyList<SetupFailure> failures, CancellationToken ct)
        {
            List<Unavailable> absent = [.. impossible];
            List<InstalledTool> installed = [.. SetupRecord.Load(context.Layout)?.Installed ?? []];
            Dictionary<string, string> ready = [];
            DateTimeOffset at = TimeProvider.System.GetUtcNow();
            foreach (Tool tool in tools.Catalog.All)
            {
                Availability found = await tools.ProbeAsync(tool.Id, ct);
                if (found is Availability.Ready { Version: string version })
                {
                    ready[tool.Id] = version;
                    if (inventory.Missing.Contains(tool))
                        installed.Add(new InstalledTool(tool.Id, version, [.. tool.Install!.AptPackages, .. tool.Install.NpmPackages], at));
                }
                else if (found is Availability.Missing missing && inventory.Missing.Contains(tool) && !absent.Any(one => one.Tool == tool))
                {
                    absent.Add(new Unavailable(tool, failures.Any(one => one.Tools.Contains(tool)) ? "its installation failed" : $"installed, and yet: {missing.Reason}"));
                }
            }
            new SetupRecord
            {
                System = MachineInfo.Read().System,
                Ready = ready,
                Installed = installed,
                Unavailable = absent.ToDictionary(static one => one.Tool.Id, static one => one.Reason),
            }.Save(context.Layout);
            return absent;
        }

        /// <param name="unexpected">Those that the plan did not name already.</param>
        private void Report(IReadOnlyList<SetupFailure> failures, IReadOnlyList<Unavailable> absent, IReadOnlyList<Unavailable> unexpected)
        {
            foreach (SetupFailure failure in failures)
            {
                _out.WriteLine($"failed: {failure.Command}");
                foreach (string line in failure.Said)
                    _out.WriteLine($"    {line}");
                _out.WriteLine($"  {failure.Advice}");
            }
            foreach (Unavailable one in unexpected)
                _out.WriteLine($"missing: {one.Tool.Id}: {one.Reason}");
            string[] skipped = [.. context.Backends.All.Where(backend => backend.Tools.Any(id => absent.Any(one => one.Tool.Id == id))).Select(static backend => backend.Id)];
            if (skipped.Length > 0)
                _out.WriteLine($"these backends will be skipped, everything else runs: {string.Join(", ", skipped)}");
            else if (absent.Count == 0 && failures.Count == 0)
                _out.WriteLine("done; ./bench doctor shows what can be measured");
        }
    }
}
