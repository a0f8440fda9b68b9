using Bench.Backends;
using Bench.Core;

namespace Bench.Tests;

public sealed class SuiteCatalogTests : IDisposable
{
    private const string Good = """
        {
          "suites": {
            "quick": {
              "summary": "s",
              "sizes": [{ "size": "small", "classes": ["native"], "backends": ["node"] }],
              "processes": 5,
              "budgetMinutes": 8,
              "iterations": "auto",
              "timeoutSeconds": 60
            }
          }
        }
        """;

    private readonly TempFolder _folder = new();

    private string File => _folder["suites.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_suite_is_read_with_its_defaults()
    {
        Suite suite = SuiteCatalog.Load(_folder.Write("suites.json", Good))["quick"];
        Assert.Equal((5, 8.0, 60.0), (suite.Processes, suite.BudgetMinutes, suite.TimeoutSeconds));
        Assert.Equal(Iterations.Auto, suite.Iterations);
        Assert.Equal(["*"], suite.Workloads);
        Assert.Equal([BackendClass.Native], suite.Sizes[0].Classes);
    }

    [Theory]
    [InlineData("\"summary\": \"s\"", "\"summary\": s")]
    [InlineData("\"summary\": \"s\"", "\"summary\": null")]
    [InlineData("\"summary\": \"s\",", "")]
    [InlineData("\"summary\": \"s\",", "\"sumary\": \"s\",")]
    [InlineData("\"native\"", "\"turtle\"")]
    [InlineData("\"native\"", "4")]
    [InlineData("\"node\"", "null")]
    [InlineData("[{ \"size\"", "[null, { \"size\"")]
    [InlineData("\"processes\": 5", "\"processes\": \"5\"")]
    [InlineData("\"processes\": 5", "\"processes\": 5, \"processes\": 6")]
    [InlineData("\"auto\"", "\"often\"")]
    [InlineData("\"auto\"", "0")]
    [InlineData("\"auto\"", "1.5")]
    [InlineData("\"suites\"", "\"suits\"")]
    [InlineData(Good, "")]
    [InlineData(Good, "null")]
    [InlineData(Good, "{}")]
    [InlineData(Good, "{ \"suites\": null }")]
    [InlineData(Good, "{ \"suites\": { \"quick\": null } }")]
    public void A_fault_that_the_parser_finds_is_given_with_file_and_line(string old, string wrong) =>
        Assert.Matches(@"suites\.json\(\d+,\d+\): ", Refusal(old, wrong));

    [Theory]
    [InlineData("\"processes\": 5", "\"processes\": 0", "'quick.processes' is 0, expected at least 1")]
    [InlineData("\"timeoutSeconds\": 60", "\"timeoutSeconds\": 0", "'quick.timeoutSeconds'")]
    [InlineData("\"timeoutSeconds\": 60", "\"timeoutSeconds\": -1", "'quick.timeoutSeconds'")]
    [InlineData("\"timeoutSeconds\": 60", "\"timeoutSeconds\": 1e300", "'quick.timeoutSeconds'")]
    [InlineData("\"budgetMinutes\": 8", "\"budgetMinutes\": -8", "'quick.budgetMinutes'")]
    [InlineData("\"budgetMinutes\": 8", "\"budgetMinutes\": 1e300", "'quick.budgetMinutes'")]
    [InlineData("[{ \"size\": \"small\", \"classes\": [\"native\"], \"backends\": [\"node\"] }]", "[]", "'quick.sizes' is empty")]
    public void A_number_that_makes_no_suite_is_refused(string old, string wrong, string says) => Assert.Contains(says, Refusal(old, wrong));

    [Fact]
    public void Iterations_may_be_a_number() =>
        Assert.Equal(new Iterations(12), SuiteCatalog.Load(_folder.Write("suites.json", Good.Replace("\"auto\"", "12")))["quick"].Iterations);

    [Fact]
    public void A_file_that_is_not_there_and_a_folder_are_usage_errors()
    {
        Assert.Throws<UsageException>(() => SuiteCatalog.Load(File));
        Assert.Throws<UsageException>(() => SuiteCatalog.Load(_folder.Path));
    }

    [Fact]
    public void Changed_at_random_the_suites_of_the_repository_load_or_are_a_usage_error() =>
        Mutations.Survive(System.IO.File.ReadAllText(new RepoLayout(Repo.Root).SuitesFile), text => SuiteCatalog.Load(_folder.Write("suites.json", text)));

    [Fact]
    public async Task Suites_of_the_repository_name_only_what_there_is()
    {
        RepoLayout layout = new(Repo.Root);
        await using BackendCatalog backends = BackendCatalog.Discover();
        IReadOnlyList<Workload> workloads = WorkloadCatalog.Load(layout.Workloads);
        foreach (Suite suite in SuiteCatalog.Load(layout.SuitesFile).Values)
        {
            Assert.NotEmpty(Names.Select("workload", suite.Workloads, workloads, static one => one.Id));
            Assert.Subset(backends.All.Select(static one => one.Id).ToHashSet(), suite.Sizes.SelectMany(static one => one.Backends).ToHashSet());
            Assert.Subset(workloads.SelectMany(static one => one.Sizes.Keys).ToHashSet(), suite.Sizes.Select(static one => one.Size).ToHashSet());
        }
    }

    private string Refusal(string old, string wrong)
    {
        Assert.Contains(old, Good);
        string message = Assert.Throws<UsageException>(() => SuiteCatalog.Load(_folder.Write("suites.json", Good.Replace(old, wrong)))).Message;
        Assert.StartsWith(File, message);
        return message;
    }
}
