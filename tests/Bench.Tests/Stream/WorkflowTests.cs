using Bench.Streaming;

namespace Bench.Tests;

/// <summary>workflow.yaml: what it says, and what is told about one that is wrong.</summary>
public sealed class WorkflowTests
{
    private const string Whole = """
        name: Service
        host: localhost
        port: 9000
        credential: appkey:id:secret
        functions:
          - name: Noise
            host: wasmedge-interpreter
            function: triple
            observe: [0x33, 16]
            instances: 2
            queue: 65536
            when-full: drop
          - name: Sink
        downstream:
          - name: east
            host: 127.0.0.1
            port: 9001
            pin: abcd
        """;

    [Fact]
    public void A_host_that_nobody_knows_is_told_with_file_and_line() =>
        Assert.Equal("w.yaml:7: no 'somewhere' here", Assert.Throws<WorkflowException>(static () => Workflow.Parse(
            "name: Service\nhost: localhost\nport: 9000\nfunctions:\n  - name: Noise\n    function: triple\n    host: somewhere\n", "w.yaml", static kind => $"no '{kind}' here")).Message);

    [Fact]
    public void Everything_that_a_workflow_can_say_is_read()
    {
        Workflow workflow = Workflow.Parse(Whole, "workflow.yaml");
        Assert.Equal(("Service", "localhost", 9000, CredentialKind.AppKey), (workflow.Name, workflow.Host, workflow.Port, workflow.Credential.Kind));
        WorkflowFunction noise = workflow.Functions[0];
        Assert.Equal(("Noise", "wasmedge-interpreter", "triple", 2, 65536, WhenFull.Drop), (noise.Name, noise.HostKind, noise.File, noise.Instances, noise.QueueBytes!.Value, noise.WhenFull));
        Assert.Equal([0x33, 16], noise.Observe!);
        Assert.Equal(new WorkflowFunction("Sink"), workflow.Functions[1]);
        Assert.Equal(("east", "127.0.0.1:9001", "abcd"), workflow.Downstream.Select(static one => (one.Name, one.Address.ToString(), one.Pin)).Single());
    }

    [Fact]
    public void A_workflow_of_YoMo_is_one_of_ours() =>
        Assert.Equal(["Noise"], Workflow.Parse("name: Service\nhost: localhost\nport: 9000\nfunctions:\n  - name: Noise\n", "w").Functions.Select(static one => one.Name));

    [Theory]
    [InlineData("port: 9000", "port: 99999", "w.yaml:3: 'port' is a number from 0 to 65535, not '99999'")]
    [InlineData("port: 9000", "prot: 9000", "w.yaml:3: a workflow has no 'prot'")]
    [InlineData("host: localhost\nport", "port", "w.yaml:1: 'host' is missing")]
    [InlineData("[0x33, 16]", "[0x40]", "w.yaml:9: '0x40' is no tag; tags go from 0x00 to 0x3F")]
    [InlineData("when-full: drop", "when-full: never", "w.yaml:12: 'when-full' is 'wait' or 'drop', not 'never'")]
    [InlineData("name: Sink", "name: Noise", "w.yaml:6: the function 'Noise' is listed twice")]
    [InlineData("appkey:id:secret", "token:x", "w.yaml:4: a credential is 'none' or 'appkey:ID:SECRET'")]
    [InlineData("function: triple", "observe: 1", "w.yaml:")]
    [InlineData("name: Service", "name: [", "w.yaml:")]
    [InlineData("name: Service", "name: &a x\nhost: *a", "w.yaml:2: aliases have no place in a workflow")]
    public void What_is_wrong_is_told_with_file_and_line(string right, string wrong, string told)
    {
        Assert.Contains(right, Whole);
        Assert.StartsWith(told, Assert.Throws<WorkflowException>(() => Workflow.Parse(Whole.Replace(right, wrong, StringComparison.Ordinal), "w.yaml")).Message);
    }

    [Fact]
    public void A_workflow_nested_a_hundred_thousand_deep_is_refused_and_costs_no_stack() =>
        Assert.Contains("nested too deeply", Assert.Throws<WorkflowException>(static () => Workflow.Parse(new string('[', 100_000), "w.yaml")).Message);

    [Fact]
    public void A_file_that_is_not_there_is_told_in_one_line() =>
        Assert.Contains("nowhere.yaml", Assert.Throws<WorkflowException>(static () => Workflow.Load("nowhere.yaml")).Message);

    [Theory]
    [InlineData("localhost:9001", "localhost", 9001)]
    [InlineData("zipper", "zipper", 9000)]
    [InlineData("[::1]:9001", "::1", 9001)]
    [InlineData("[::1]", "::1", 9000)]
    public void Addresses_are_read(string text, string host, int port) => Assert.Equal(new ZipperAddress(host, port), ZipperAddress.Parse(text));

    [Theory]
    [InlineData("localhost:0")]
    [InlineData("localhost:x")]
    [InlineData("localhost:65536")]
    [InlineData(":9000")]
    public void What_is_no_address_is_told(string text) => Assert.Contains("write HOST:PORT", Assert.Throws<FormatException>(() => ZipperAddress.Parse(text)).Message);
}
