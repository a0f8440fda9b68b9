using System.Text.Json;
using Bench.Core;
using Bench.Fleet;

namespace Bench.Tests;

/// <summary>The Job for Kubernetes, which nothing here can run: its form, and what the published schema says of it.</summary>
public sealed class KubernetesManifestTests
{
    private static readonly KubernetesJob s_job = new("bench-quick", ["fleet-member", "--suite=quick", "--backend=wasm*"], "registry.example/bench:0123456789abcdef")
    {
        Nodes = 3, Cpus = 2, Memory = "4Gi", On = [NodeCondition.Parse("vm.type==a.small", KubernetesJob.InstanceTypeKey), NodeCondition.Parse("topology.kubernetes.io/zone!=zone-b", KubernetesJob.InstanceTypeKey)],
    };

    [Fact]
    public void A_manifest_reads_as_a_person_would_write_it() => StoredFile.Holds("kubernetes-job.yaml", KubernetesManifest.Render(s_job));

    [Fact]
    public void Each_index_is_run_once_all_at_the_same_time()
    {
        JsonElement spec = Of(s_job).GetProperty("spec");
        Assert.Equal("Indexed", spec.GetProperty("completionMode").GetString());
        Assert.Equal((3, 3, 0), (spec.GetProperty("completions").GetInt32(), spec.GetProperty("parallelism").GetInt32(), spec.GetProperty("backoffLimitPerIndex").GetInt32()));
        Assert.Equal("Never", Pod(s_job).GetProperty("restartPolicy").GetString());
        // Both would take the pods away, and the rows that are in their logs.
        Assert.False(spec.TryGetProperty("activeDeadlineSeconds", out _) || spec.TryGetProperty("ttlSecondsAfterFinished", out _));
    }

    [Fact]
    public void Requests_equal_limits_in_whole_cores_for_each_container()
    {
        foreach (JsonElement container in Pod(s_job).GetProperty("containers").EnumerateArray())
        {
            JsonElement resources = container.GetProperty("resources");
            Assert.Equal("2", resources.GetProperty("limits").GetProperty("cpu").GetString());
            Assert.Equal("4Gi", resources.GetProperty("limits").GetProperty("memory").GetString());
            Assert.True(JsonElement.DeepEquals(resources.GetProperty("requests"), resources.GetProperty("limits")));
        }
    }

    [Fact]
    public void No_node_has_two_pods_and_each_is_of_the_type()
    {
        JsonElement affinity = Pod(s_job).GetProperty("affinity");
        JsonElement apart = Assert.Single(affinity.GetProperty("podAntiAffinity").GetProperty("requiredDuringSchedulingIgnoredDuringExecution").EnumerateArray());
        Assert.Equal("kubernetes.io/hostname", apart.GetProperty("topologyKey").GetString());
        JsonElement labels = Of(s_job).GetProperty("spec").GetProperty("template").GetProperty("metadata").GetProperty("labels");
        Assert.All(apart.GetProperty("labelSelector").GetProperty("matchLabels").EnumerateObject(), one => Assert.Equal(one.Value.GetString(), labels.GetProperty(one.Name).GetString()));

        JsonElement term = Assert.Single(affinity.GetProperty("nodeAffinity").GetProperty("requiredDuringSchedulingIgnoredDuringExecution").GetProperty("nodeSelectorTerms").EnumerateArray());
        Assert.Equal(["node.kubernetes.io/instance-type In a.small", "topology.kubernetes.io/zone NotIn zone-b"], term.GetProperty("matchExpressions").EnumerateArray()
            .Select(static one => $"{one.GetProperty("key").GetString()} {one.GetProperty("operator").GetString()} {Assert.Single(one.GetProperty("values").EnumerateArray()).GetString()}"));
        Assert.False(Pod(s_job with { On = [] }).GetProperty("affinity").TryGetProperty("nodeAffinity", out _));
    }

    [Fact]
    public void The_member_in_the_pod_reads_who_it_is()
    {
        Dictionary<string, string?> variables = Pod(s_job).GetProperty("containers")[0].GetProperty("env").EnumerateArray().ToDictionary(static one => one.GetProperty("name").GetString()!,
            static one => one.TryGetProperty("value", out JsonElement value) ? value.GetString() : $"of {one.GetProperty("valueFrom").GetProperty("fieldRef").GetProperty("fieldPath").GetString()}");
        MemberSettings settings = MemberSettings.FromEnvironment(name => variables.GetValueOrDefault(name)?.Replace("of spec.nodeName", "node-7", StringComparison.Ordinal));
        Assert.Equal(("bench-quick", "node-7", "node-7", "a.small"), (settings.Fleet, settings.Node, settings.NodeName, settings.VmType));
        Assert.Null(settings.Caller);

        Assert.DoesNotContain(MemberSettings.VmTypeVariable, KubernetesManifest.Render(s_job with { On = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_type_has_the_key_that_the_cluster_gives_it()
    {
        KubernetesJob job = s_job with { VmTypeKey = "pool/type", On = [NodeCondition.Parse("vm.type==a.small", "pool/type")] };
        Assert.Equal("a.small", job.VmType);
        Assert.Contains("key: \"pool/type\"", KubernetesManifest.Render(job), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_YAML_would_read_otherwise_stay_words()
    {
        string[] words = ["fleet-member", "--backend=*", "- a: b # c", "no", "0x10", "'\"\\", "a\nb", "é \u2028 {{", "&anchor", "<<"];
        Assert.Equal(words, Pod(s_job with { Arguments = words }).GetProperty("containers")[0].GetProperty("args").EnumerateArray().Select(static one => one.GetString()));
    }

    [Theory]
    [InlineData("vm.type=a.small", "'vm.type=a.small' is no condition on a node: write --on vm.type==a.small, or with != for all others")]
    [InlineData("", "'' is no condition on a node")]
    [InlineData("vm.type==a==b", "'vm.type==a==b' is no condition on a node")]
    [InlineData("vm.type==-a", "'-a' is no value of a label")]
    [InlineData("vm.type==a\"b", "'a\"b' is no value of a label")]
    [InlineData("a//b==c", "'a//b' is no key of a label")]
    [InlineData("Zone/b==c", "'Zone/b' is no key of a label")]
    public void A_condition_that_no_label_can_meet_is_one_line(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<UsageException>(() => NodeCondition.Parse(text, KubernetesJob.InstanceTypeKey)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_Kubernetes_would_refuse_is_refused_here()
    {
        Refused(s_job with { Name = "Bench" }, "--name Bench: ");
        Refused(s_job with { Name = new string('a', 58) }, "--name aaa");
        Refused(s_job with { Name = "a\n" }, "--name a\n: ");
        Refused(s_job with { Nodes = 0 }, "--nodes must be 1 to 10000");
        Refused(s_job with { Nodes = 10_001 }, "--nodes must be 1 to 10000");
        Refused(s_job with { Cpus = 0 }, "--cpus must be a whole number from 1 on");
        Refused(s_job with { Memory = "4G" }, "--memory 4G: write it as 4Gi or 512Mi");
        Refused(s_job with { Image = "a b" }, "--image needs the name of an image");
        Refused(s_job with { On = [new("k", true, "a"), new("k", true, "b")] }, "no node has k == a and b at once: make a Job for each");
        Assert.Same(s_job, s_job.Checked());

        static void Refused(KubernetesJob job, string message) => Assert.StartsWith(message, Assert.Throws<UsageException>(job.Checked).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quick", null, "bench-quick")]
    [InlineData("cold-start", "Standard_D2s.v5", "bench-cold-start-standard-d2s-v5")]
    [InlineData("quick", "m-123456789012345678901234567890123456789012345.large", "bench-quick-m-1234567890123456789012345678901234567890123")]
    public void A_job_is_called_by_suite_and_type(string suite, string? type, string name)
    {
        Assert.Equal(name, KubernetesJob.NameOf(suite, type));
        Assert.Equal(name, (s_job with { Name = name }).Checked().Name);
    }

    [SkippableFact]
    public async Task The_published_schema_takes_it()
    {
        Assert.Empty(await SchemaFaultsAsync(Json(s_job)));
        Assert.Empty(await SchemaFaultsAsync(Json(s_job with { On = [], Nodes = 1000 })));
    }

    [SkippableTheory]
    [InlineData("\"completions\":3", "\"completions\":\"3\"", "data/spec/completions must be integer")]
    [InlineData("\"Indexed\"", "\"Index\"", "data/spec/completionMode must be equal to one of the allowed values")]
    [InlineData("\"hostNetwork\":false", "\"hostNetwork\":\"false\"", "data/spec/template/spec/hostNetwork must be boolean")]
    [InlineData("\"podAntiAffinity\"", "\"podAntiaffinity\"", "/spec/template/spec/affinity/podAntiaffinity is no member of the schema")]
    [InlineData("\"topologyKey\"", "\"topology\"", "must have required property topologyKey")]
    [InlineData("batch/v1", "batch/v2", "expected Job of batch/v1, found Job of batch/v2")]
    public async Task The_published_schema_refuses_what_is_wrong(string right, string wrong, string fault)
    {
        string json = Json(s_job);
        Assert.Contains(right, json, StringComparison.Ordinal);
        Assert.Contains(fault, await SchemaFaultsAsync(json.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static async Task<string> SchemaFaultsAsync(string json)
    {
        Toolbox tools = Browser.BrowserFixture.Tools;
        foreach (string tool in (string[])["node", "kubernetes-models"])
            if (await tools.ProbeAsync(tool, CancellationToken.None) is Availability.Missing missing)
                Skip.If(true, $"{missing.Reason}; {missing.Remedy}");
        using TempFolder folder = new();
        string script = Path.Combine(Repo.Root, "tests", "Bench.Tests", "Fleet", "kubernetes.mjs");
        CapturedOutput output = await ChildProcess.CaptureAsync(Command.Of(tools["node"], script, Path.Combine(Repo.Root, ".tools", "node_modules"), folder.Write("job.json", json)), TimeSpan.FromMinutes(1), CancellationToken.None);
        Assert.True(output.Succeeded, output.Stderr);
        return output.Stdout;
    }

    private static string Json(KubernetesJob job) => YamlAsJson.Of(KubernetesManifest.Render(job));

    private static JsonElement Of(KubernetesJob job) => JsonDocument.Parse(Json(job)).RootElement;

    private static JsonElement Pod(KubernetesJob job) => Of(job).GetProperty("spec").GetProperty("template").GetProperty("spec");
}
