using System.Text;
using Bench.Core;

namespace Bench.Tests;

public sealed class WorkloadCatalogTests : IDisposable
{
    private const string Good = """
        {
          "id": "one",
          "title": "One",
          "summary": "does one thing",
          "stresses": "nothing",
          "sources": { "c": "one.c" },
          "sizes": {
            "smoke": { "args": ["1"], "expected": { "file": "expected/1.txt" } },
            "paper": { "args": ["2"], "expected": { "sha256": "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "bytes": 0 } }
          }
        }
        """;

    private readonly TempFolder _folder = new();

    public WorkloadCatalogTests()
    {
        _folder.Write("outside.c", "");
        _folder.Write("one/one.c", "");
        _folder.Write("one/expected/1.txt", "answer\n");
    }

    private string File => _folder["one/workload.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_workload_is_its_folder()
    {
        _folder.Write("no-workload/readme.txt", "");
        _folder.Write("one/workload.json", Good);

        Workload workload = Assert.Single(WorkloadCatalog.Load(_folder.Path));

        Assert.Equal(("one", "One", _folder["one"]), (workload.Id, workload.Title, workload.Folder));
        Assert.Equal(_folder["one/one.c"], workload.SourceIn("c"));
        Assert.Null(workload.SourceIn("csharp"));
        Assert.Equal(["1"], workload.Sizes["smoke"].Args);
        Assert.Equal(7, workload.Sizes["smoke"].Expected.Bytes);
        Assert.Equal(OutputSummary.Empty.Sha256, workload.Sizes["paper"].Expected.Sha256);
    }

    [Fact]
    public void Folders_that_workloads_share_are_beside_them()
    {
        _folder.Write("common/common.c", "");
        _folder.Write("one/workload.json", Good.Replace("\"sizes\"", "\"shared\": [\"common\"], \"sizes\""));
        Assert.Equal([_folder["common"]], WorkloadCatalog.LoadOne(File).Shared);
        _folder.Write("one/workload.json", Good);
        Assert.Empty(WorkloadCatalog.LoadOne(File).Shared);
    }

    [Fact]
    public void Assets_and_features_are_read()
    {
        _folder.Write("one/workload.json", Good.Replace("\"sizes\"", "\"assets\": [\"model\"], \"features\": [\"simd\", \"wasi-nn\"], \"sizes\""));
        Workload workload = WorkloadCatalog.LoadOne(File);
        Assert.Equal(["model"], workload.Assets);
        Assert.Equal([WorkloadFeature.Simd, WorkloadFeature.WasiNn], workload.Features);
    }

    [Theory]
    [InlineData("\"title\": \"One\"", "\"title\": One", "(3,")]
    [InlineData("\"title\": \"One\"", "\"title\": 1", "(3,")]
    [InlineData("\"title\": \"One\"", "\"title\": null", "title")]
    [InlineData("\"title\": \"One\",", "", "title")]
    [InlineData("\"title\": \"One\",", "\"title\": \"One\", \"title\": \"Two\",", "title")]
    [InlineData("\"title\": \"One\",", "\"title\": \"One\", \"colour\": \"blue\",", "colour")]
    [InlineData("{ \"c\": \"one.c\" }", "{ \"c\": null }", "sources")]
    [InlineData("{ \"c\": \"one.c\" }", "{ \"c\": \"one.c\", \"c\": \"one.c\" }", "sources")]
    [InlineData("{ \"c\": \"one.c\" }", "[]", "sources")]
    [InlineData("\"sizes\"", "\"shared\": null, \"sizes\"", "shared")]
    [InlineData("\"sizes\"", "\"shared\": [null], \"sizes\"", "shared")]
    [InlineData("\"sizes\"", "\"shared\": \"common\", \"sizes\"", "shared")]
    [InlineData("[\"1\"]", "null", "args")]
    [InlineData("[\"1\"]", "[null]", "args")]
    [InlineData("[\"1\"]", "[1]", "args")]
    [InlineData("{ \"file\": \"expected/1.txt\" }", "null", "expected")]
    [InlineData("\"bytes\": 0", "\"bytes\": 1.5", "bytes")]
    public void A_fault_that_the_parser_finds_is_given_with_file_line_and_member(string old, string wrong, string says)
    {
        string message = Refusal(old, wrong);
        Assert.Matches(@"workload\.json\(\d+,\d+\): ", message);
        Assert.Contains(says, message);
    }

    [Theory]
    [InlineData("\"id\": \"one\"", "\"id\": \"two\"", "expected the folder's name 'one'")]
    [InlineData("\"one.c\"", "\"two.c\"", "names two.c, which is not in the folder")]
    [InlineData("\"one.c\"", "\"\"", "which is not in the folder")]
    [InlineData("\"one.c\"", "\"../outside.c\"", "which is not in the folder")]
    [InlineData("\"one.c\"", "\"expected/../../outside.c\"", "which is not in the folder")]
    [InlineData("\"one.c\"", "\"/etc/hostname\"", "which is not in the folder")]
    [InlineData("\"one.c\"", "\"expected\"", "which is not in the folder")]
    [InlineData("\"one.c\"", "\"o\\u0000ne.c\"", "which is not in the folder")]
    [InlineData("\"c\": ", "\"cobol\": ", "'sources.cobol' is unknown, expected one of c, csharp, wasm")]
    [InlineData("{ \"c\": \"one.c\" }", "{}", "'sources' is empty")]
    [InlineData("\"sizes\"", "\"shared\": [\"nowhere\"], \"sizes\"", "'shared' names nowhere, which is no folder beside this one")]
    [InlineData("\"sizes\"", "\"shared\": [\"outside.c\"], \"sizes\"", "no folder beside this one")]
    [InlineData("\"sizes\"", "\"shared\": [\"..\"], \"sizes\"", "no folder beside this one")]
    [InlineData("\"sizes\"", "\"shared\": [\"one/expected\"], \"sizes\"", "no folder beside this one")]
    [InlineData("\"sizes\"", "\"shared\": [\"\"], \"sizes\"", "no folder beside this one")]
    [InlineData("\"sizes\"", "\"assets\": [\"../x\"], \"sizes\"", "'assets' names '../x'")]
    [InlineData("\"sizes\"", "\"features\": [\"cuda\"], \"sizes\"", "expected one of simd, wasi-nn")]
    [InlineData("expected/1.txt", "expected/2.txt", "which is not in the folder")]
    [InlineData("expected/1.txt", "../outside.c", "which is not in the folder")]
    [InlineData("expected/1.txt", "/etc/hostname", "which is not in the folder")]
    [InlineData("{ \"file\": \"expected/1.txt\" }", "{}", "needs either 'file', or 'sha256'")]
    [InlineData("{ \"file\": \"expected/1.txt\" }", "{ \"file\": \"expected/1.txt\", \"bytes\": 1 }", "needs either 'file', or 'sha256'")]
    [InlineData("E3B0", "", "64 hexadecimal digits")]
    [InlineData("E3B0", "XYZ0", "64 hexadecimal digits")]
    [InlineData("\"bytes\": 0", "\"bytes\": -1", "'bytes'")]
    [InlineData("\"smoke\"", "\"a/b\"", "'sizes.a/b'")]
    [InlineData("\"smoke\"", "\"\"", "'sizes.'")]
    public void A_fault_that_the_parser_does_not_see_is_given_with_file_and_what_was_expected(string old, string wrong, string says)
    {
        string message = Refusal(old, wrong);
        Assert.StartsWith($"{File}: ", message);
        Assert.Contains(says, message);
    }

    [Fact]
    public void A_workload_without_sizes_is_refused() =>
        Assert.Contains("'sizes' is empty", Refusal(Good[Good.IndexOf("\"sizes\"", StringComparison.Ordinal)..], "\"sizes\": {} }"));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"workload\"")]
    public void A_file_that_is_no_workload_at_all_is_refused(string text) => Assert.StartsWith($"{File}(1,", Refusal(Good, text));

    [Fact]
    public void A_folder_of_workloads_that_is_not_there_is_a_usage_error() =>
        Assert.Contains("nowhere", Assert.Throws<UsageException>(() => WorkloadCatalog.Load(_folder["nowhere"])).Message);

    [Fact]
    public void A_workload_file_that_is_not_there_is_a_usage_error() => Assert.Throws<UsageException>(() => WorkloadCatalog.LoadOne(File));

    [Fact]
    public void Every_folder_of_the_repository_with_a_source_loads()
    {
        string workloads = new RepoLayout(Repo.Root).Workloads;
        IReadOnlyList<Workload> all = WorkloadCatalog.Load(workloads);
        Assert.Equal(Directory.EnumerateDirectories(workloads).Except(all.SelectMany(static one => one.Shared)).Select(static folder => Path.GetFileName(folder))
            // Streams and their functions are no programs of the matrix.
            .Except(["Bench.Workloads", "guest", "functions", "streams"]).Order(StringComparer.Ordinal), all.Select(static one => one.Id));
        Assert.All(all, static one => Assert.Contains("smoke", one.Sizes.Keys));
    }

    [Fact]
    public void Every_workload_of_the_repository_has_the_form_that_its_schema_says() =>
        Assert.All(WorkloadCatalog.Load(new RepoLayout(Repo.Root).Workloads), static one =>
            Assert.All(one.Sizes.Keys, static size => Assert.Contains(size, (string[])["smoke", "small-interpreter", "small", "paper-interpreter", "paper"])));

    [Fact]
    public void Changed_at_random_a_workload_loads_or_is_a_usage_error()
    {
        string source = Path.Combine(Repo.Root, "workloads", "nbody");
        using TempFolder copy = new();
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            copy.Write("nbody/" + Path.GetRelativePath(source, file), Path.GetExtension(file) == ".json" ? System.IO.File.ReadAllText(file) : "x");
        string json = System.IO.File.ReadAllText(copy["nbody/workload.json"]);
        Mutations.Survive(json, text => WorkloadCatalog.LoadOne(copy.Write("nbody/workload.json", text)));
    }

    private string Refusal(string old, string wrong)
    {
        Assert.Contains(old, Good);
        _folder.Write("one/workload.json", Good.Replace(old, wrong));
        string message = Assert.Throws<UsageException>(() => WorkloadCatalog.Load(_folder.Path)).Message;
        Assert.StartsWith(File, message);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}

/// <summary>A text with seeded changes, by bytes and by JSON's own pieces.</summary>
internal static class Mutations
{
    private static readonly string[] s_pieces = ["null", "{}", "[]", "[null]", "\"\"", "0", "-1", "1e999", "true", ",", ":", "{", "}", "\"", "\\ud800", "/", "..", "*", "(", "\0"];

    internal static void Survive(string text, Action<string> load, int rounds = 3000)
    {
        Random random = new(20260131);
        for (int round = 0; round < rounds; round++)
        {
            StringBuilder changed = new(text);
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                int at = random.Next(changed.Length), length = random.Next(Math.Min(20, changed.Length - at));
                switch (random.Next(4))
                {
                    case 0:
                        changed.Remove(at, length);
                        break;
                    case 1:
                        changed.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                        break;
                    case 2:
                        changed[at] = (char)random.Next(1, 256);
                        break;
                    default:
                        ReplaceValue(changed, s_pieces[random.Next(s_pieces.Length)], random);
                        break;
                }
            }
            try
            {
                load(changed.ToString());
            }
            catch (UsageException)
            {
                // the one that a person is shown
            }
        }
    }

    /// <summary>Puts a piece in the place of some value, so that the text often stays JSON.</summary>
    private static void ReplaceValue(StringBuilder text, string piece, Random random)
    {
        string all = text.ToString();
        int colon = all.IndexOf(':', random.Next(all.Length));
        int end = colon < 0 ? -1 : all.IndexOfAny([',', '}', ']', '\n'], colon);
        if (end > 0)
            text.Remove(colon + 1, end - colon - 1).Insert(colon + 1, piece);
    }
}
