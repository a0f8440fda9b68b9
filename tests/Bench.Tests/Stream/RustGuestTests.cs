using System.Text;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>The function in Rust with the shells in C: natively, and as a module where rustc has the target.</summary>
public sealed class RustGuestTests(HostsFixture hosts) : IClassFixture<HostsFixture>, IDisposable
{
    private static readonly TimeSpan s_compile = TimeSpan.FromMinutes(2);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("worker:native-clang", null, "stdio", "upper")]
    [InlineData("wasmedge-interpreter", "wasm32-unknown-unknown", "yomo", "upper.wasm")]
    public async Task A_function_in_Rust_is_linked_with_the_same_shell(string kind, string? target, string shell, string output)
    {
        await hosts.RequireAsync(kind);
        string? rustc = hosts.Machine.Tools.Locate(new Tool { Id = "rustc", Title = "Rust", Executables = ["rustc"] });
        Skip.If(rustc is null, "'rustc' is not on PATH");
        string functions = Path.Combine(Repo.Root, "workloads", "functions"), archive = _folder["libupper.a"];
        string[] rustTarget = target is null ? [] : ["--target", target];
        CapturedOutput compiled = await ChildProcess.CaptureAsync(Command.Of(rustc, ["--edition", "2024", "--crate-type", "staticlib", "-O", "-C", "panic=abort", .. rustTarget,
            Path.Combine(functions, "upper", "upper.rs"), "-o", archive]), s_compile, default);
        Skip.If(compiled.Stderr.Contains("target may not be installed", StringComparison.Ordinal), $"rustc has no {target}");
        Assert.True(compiled.Succeeded, compiled.Stderr);
        string[] clangTarget = target is null ? [] : [$"--target={target}", "-ffreestanding", "-nostdlib", "-Wl,--no-entry"];
        CapturedOutput linked = await ChildProcess.CaptureAsync(Command.Of(hosts.Machine.Tools["clang"],
            [.. clangTarget, "-O2", "-I", Path.Combine(functions, "guest"), Path.Combine(functions, shell, "shell.c"), archive, "-o", _folder[output]]), s_compile, default);
        Assert.True(linked.Succeeded, linked.Stderr);
        FunctionCall call = await hosts.InvokeOnceAsync(kind, new FunctionSpec { Function = _folder[output] }, "yomo"u8.ToArray());
        Assert.Equal("YOMO", Encoding.ASCII.GetString(call[0].Data.Span));
    }
}
