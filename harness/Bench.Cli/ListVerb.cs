using Bench.Core;
using Bench.Streams;
using Spectre.Console;

namespace Bench.Cli;

internal sealed class ListVerb : IVerb
{
    public int Order => 3;
    public string Example => "./bench list";

    public Command Create(CliContext context)
    {
        Command command = new("list", "Shows workloads with their sizes, backends and suites; scenarios and function hosts of streams.");
        command.SetAction((_, _) =>
        {
            Show(context);
            return Task.FromResult(ExitCodes.Fine);
        });
        return command;
    }

    private static void Show(CliContext context)
    {
        Table workloads = NewTable("Workload", "What it is", "Sizes (arguments)");
        foreach (Workload workload in context.Workloads())
            workloads.AddRow(workload.Id, Markup.Escape(workload.Summary),
                Markup.Escape(string.Join("\n", workload.Sizes.Values.Select(static size => $"{size.Name} ({string.Join(' ', size.Args)})"))));
        Table backends = NewTable("Backend", "What it is", "Class");
        foreach (Backend backend in context.Backends.All)
            backends.AddRow(backend.Id, Markup.Escape(backend.Title), backend is RetiredBackend ? "retired" : KebabCase.Of(backend.Class));
        Table suites = NewTable("Suite", "What it is", "Processes");
        foreach ((string name, Suite suite) in context.Suites())
            suites.AddRow(name, Markup.Escape(suite.Summary), suite.Processes.ToString());
        Table scenarios = NewTable("Scenario", "What it is", "Hosts");
        foreach (StreamScenario scenario in StreamVerb.Scenarios(context))
            scenarios.AddRow(scenario.Name, Markup.Escape(scenario.Title), string.Join(' ', scenario.Hosts));
        Table hosts = NewTable("Function host");
        foreach (string kind in HostKinds.All)
            hosts.AddRow(kind);
        foreach (Table table in (Table[])[workloads, backends, suites, scenarios, hosts])
            context.Console.Write(table);
    }

    private static Table NewTable(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
            table.AddColumn(new TableColumn($"[bold]{column}[/]"));
        return table;
    }
}
