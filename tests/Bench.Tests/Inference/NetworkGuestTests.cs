using System.Runtime.InteropServices;
using Bench.Inference;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>Guests in this process that leave their network to the host, in both engines.</summary>
public sealed class NetworkGuestTests(HostsFixture hosts) : IClassFixture<HostsFixture>
{
    [SkippableTheory]
    [InlineData("wasmedge-interpreter")]
    [InlineData("wasm2c")]
    public async Task A_guest_runs_a_model_of_the_hosts_by_name_message_after_message(string kind)
    {
        await RequireAsync(kind);
        await using IFunctionHost host = await hosts.StartAsync(kind, Spec(kind));
        for (int i = 0; i < 100; i++)
        {
            FunctionCall call = await HostsFixture.InvokeAsync(host, 0x33, Bytes(i + 1, 2, -3, 4));
            Assert.Equal(Bytes(-i - 1, -2, 3, -4), call[0].Data.ToArray());
        }
    }

    [SkippableTheory]
    [InlineData("wasmedge-interpreter")]
    [InlineData("wasm2c")]
    public async Task What_a_guest_asks_for_wrongly_is_answered_and_the_guest_goes_on(string kind)
    {
        await RequireAsync(kind);
        await using IFunctionHost host = await hosts.StartAsync(kind, Spec(kind));
        NnError[] expected =
        [
            NnError.NotFound, NnError.InvalidArgument, NnError.UnsupportedOperation, NnError.InvalidArgument,
            NnError.InvalidArgument, NnError.InvalidArgument, NnError.InvalidArgument, NnError.InvalidArgument,
        ];
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected, (await HostsFixture.InvokeAsync(host, 0x33, [1]))[0].Data.ToArray().Select(static one => (NnError)one));
        Assert.Equal(Bytes(-1, -1, -1, -1), (await HostsFixture.InvokeAsync(host, 0x33, Bytes(1, 1, 1, 1)))[0].Data.ToArray());
    }

    [SkippableTheory]
    [InlineData("wasmedge-interpreter")]
    [InlineData("wasm2c")]
    public async Task Many_guests_share_a_model(string kind)
    {
        await RequireAsync(kind);
        Func<IFunctionHost> make = await hosts.Hosts.PrepareAsync(kind, Spec(kind), default);
        await Parallel.ForAsync(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (at, ct) =>
        {
            await using IFunctionHost host = make();
            await host.StartAsync(ct);
            Assert.Equal(Bytes(-at - 1, 1, 1, 1), (await HostsFixture.InvokeAsync(host, 0x33, Bytes(at + 1, -1, -1, -1)))[0].Data.ToArray());
        });
    }

    private async Task RequireAsync(string kind)
    {
        Skip.If(OnnxRuntime.Missing is not null, OnnxRuntime.Missing);
        await hosts.RequireAsync(kind);
    }

    private FunctionSpec Spec(string kind) => new() { Function = hosts.Compile("network", kind) };

    private static byte[] Bytes(params float[] numbers) => MemoryMarshal.AsBytes<float>(numbers).ToArray();
}
