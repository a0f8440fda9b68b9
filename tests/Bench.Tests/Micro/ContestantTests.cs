using Bench.Core;
using Bench.Micro;

namespace Bench.Tests;

/// <summary>Every contestant of every case, called once.</summary>
public sealed class ContestantTests
{
    public static TheoryData<string> Workloads => [.. PairCase.All.Select(static one => one.Workload.Id).Distinct()];

    [Theory, MemberData(nameof(Workloads))]
    public void Each_contestant_gives_the_answer_of_its_case(string workload) =>
        Assert.All(PairCase.All.Where(one => one.Workload.Id == workload), static one => Assert.Equal(one.Workload.ExpectedAnswer(one.Size), Call(one)));

    [Fact]
    public void A_key_that_is_not_there_is_told_from_every_value() =>
        Assert.DoesNotContain(PairContent.Absent, Enumerable.Range(1, PairContent.Most).Select(PairContent.BitsOf));

    [Theory]
    [InlineData("y3-skip", 128)]
    [InlineData("protobuf-reader", 192)]
    [InlineData("utf8-json-reader", 384)]
    [InlineData("json-source-generated", 766)]
    public void Who_reads_field_by_field_needs_no_more_than_the_chunk_that_holds_the_value(string contestant, int bytes)
    {
        PairCase one = PairCase.Find($"take-value-chunked/c63-k32/{contestant}")!;
        Call(one);
        Assert.Equal(bytes, one.Workload.ArrivedBytes);
    }

    [Theory]
    [InlineData("y3-skip")]
    [InlineData("utf8-json-reader")]
    [InlineData("protobuf-reader")]
    public void A_key_that_is_absent_is_known_with_the_last_chunk(string contestant)
    {
        PairCase one = PairCase.Find($"take-value-chunked/c63-absent/{contestant}")!;
        Call(one);
        Assert.Equal(one.Workload.PayloadBytes(one.Contestant.Format), one.Workload.ArrivedBytes);
    }

    [Fact]
    public void All_formats_say_the_same_in_fewer_bytes_than_JSON()
    {
        PairMessages messages = PairMessages.Of(63);
        Assert.Equal((219, 372, 766), (messages.Y3.Length, messages.Protobuf.Length, messages.Json.Length));
    }

    [Fact]
    public void The_list_names_each_case_once_and_its_parts()
    {
        MicroCatalog list = MicroCatalog.Parse(CaseList.ToJson());
        Assert.Equal(MeasuredCase.All.Count, list.Cases.Select(static one => one.Case).Distinct().Count());
        Assert.All(list.Cases, one =>
        {
            CaseId id = one.Id;
            Assert.Contains(list.Backends, contestant => contestant.Id == id.Backend);
            Assert.Contains(Assert.Single(list.Workloads, workload => workload.Id == id.Workload).Sizes, size => size.Id == id.Size);
        });
        Assert.All(list.Backends, static one => Assert.Matches(@"^\d+\.\d+\.\d+", one.Version));
    }

    [SkippableTheory]
    [InlineData("onnxruntime")]
    [InlineData("wasi-nn-wasm2c")]
    [InlineData("wasi-nn-interpreter")]
    public async Task Who_runs_the_network_gives_its_answer(string contestant)
    {
        Toolbox tools = new(new RepoLayout(Repo.Root), ToolCatalog.Load(new RepoLayout(Repo.Root).ToolsFile));
        if (await tools.ProbeAllAsync(["onnxruntime", "blazeface", "wasmedge", "clang", "lld", "wabt"], default) is Availability.Missing missing)
            Skip.If(true, missing.Reason);
        MeasuredCase one = MeasuredCase.Find($"infer/one-image/{contestant}")!;
        Assert.Equal(one.ExpectedAnswer, one.Answer(one.Method.Invoke(one.Prepare(), null)!));
    }

    private static string Call(PairCase one)
    {
        one.Workload.Size = one.Size;
        one.Workload.Prepare();
        return one.Workload.Answer(one.Method.Invoke(one.Workload, null)!, one.Contestant.Format);
    }
}
