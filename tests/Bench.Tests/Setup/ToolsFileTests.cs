using System.Text.RegularExpressions;
using Bench.Backends;
using Bench.Core;

namespace Bench.Tests.Setup;

public sealed class ToolsFileTests
{
    private static readonly ToolCatalog s_catalog = ToolCatalog.Load(Checkout.Layout.ToolsFile);

    /// <summary>What the tools print: the outputs of real ones, for wasm3, wamrc, iwasm and wazero what their sources print.</summary>
    private static readonly Dictionary<string, (string Output, string Version)> s_samples = new()
    {
        ["clang"] = ("Debian clang version 19.1.7 (3+b1)\nTarget: x86_64-pc-linux-gnu\n", "19.1.7"),
        ["lld"] = ("Debian LLD 19.1.7\n", "19.1.7"),
        ["valgrind"] = ("valgrind-3.19.0\n", "3.19.0"),
        ["gcc"] = ("12.2.0\n", "12.2.0"),
        ["dotnet"] = ("10.0.401\n", "10.0.401"),
        ["dotnet-aot"] = ("gcc (Debian 14.2.0-19) 14.2.0\nCopyright (C) 2024 Free Software Foundation, Inc.\n", "14.2.0"),
        ["wasmedge"] = ("wasmedge version 0.14.1\n (plugin \"wasi_logging\") version 0.1.0.0\n", "0.14.1"),
        ["wabt"] = ("1.0.36\n", "1.0.36"),
        ["node"] = ("v20.20.2\n", "20.20.2"),
        ["npm"] = ("11.19.1\n", "11.19.1"),
        ["bun"] = ("1.4.5\n", "1.4.5"),
        ["deno"] = ("deno 2.9.6 (stable, release, x86_64-unknown-linux-gnu)\nv8 15.0.245.2-rusty\ntypescript 5.9.2\n", "2.9.6"),
        ["workerd"] = ("workerd 2026-11-17\n", "2026-11-17"),
        ["openssl-quic"] = ("OpenSSL 3.5.7 9 Jun 2026 (Library: OpenSSL 3.5.7 9 Jun 2026)\n", "3.5.7"),
        ["chromium"] = ("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)\n", "156.0.8078.79"),
        ["docker"] = ("Docker version 26.1.5+dfsg1, build 411e817\n", "26.1.5+dfsg1"),
        ["crun"] = ("crun version 1.21\ncommit: 10269840aa07fb7e6b7e1acff6198692d8ff5c88\nrundir: /run/crun\nspec: 1.0.0\n", "1.21"),
        ["runsc"] = ("runsc version 0.0~20240729.0\nspec: 1.2.0\n", "0.0~20240729.0"),
        ["ffmpeg"] = ("ffmpeg version 5.1.7-0+deb12u1 Copyright (c) 2000-2025 the FFmpeg developers\nbuilt with gcc 12\n", "5.1.7-0+deb12u1"),
        ["pdflatex"] = ("pdfTeX 3.141592653-2.6-1.40.24 (TeX Live 2022/Debian)\nkpathsea version 6.3.4\n", "3.141592653-2.6-1.40.24"),
        ["qemu"] = ("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)\nCopyright (c) 2003-2022 Fabrice Bellard and the QEMU Project developers\n", "7.2.22"),
        ["iproute2"] = ("ip utility, iproute2-6.1.0, libbpf 1.1.2\n", "6.1.0"),
        ["perf"] = ("perf version 6.1.192\n", "6.1.192"),
        ["wasmtime"] = ("wasmtime 34.0.1 (0a2df9b8a 2025-06-24)\n", "34.0.1"),
        ["wasmer"] = ("wasmer 6.0.1\n", "6.0.1"),
        ["iwasm"] = ("iwasm 2.4.3\n", "2.4.3"),
        ["wamrc"] = ("wamrc 2.4.3\n", "2.4.3"),
        ["wasm3"] = ("Wasm3 v0.5.1 on x86_64\nBuild: Jun  2 2021 10:24:37, GCC 9.4.0\n", "0.5.1"),
        ["wazero"] = ("v1.9.0\n", "1.9.0"),
    };

    public static TheoryData<string> All => [.. s_catalog.All.Select(static tool => tool.Id)];
    public static TheoryData<string> WithVersion => [.. s_catalog.All.Where(static tool => tool.Executables.Count > 0).Select(static tool => tool.Id)];

    [Theory, MemberData(nameof(WithVersion))]
    public void Every_version_pattern_reads_what_the_tool_prints(string id) =>
        Assert.Equal(s_samples[id].Version, Regex.Match(s_samples[id].Output, s_catalog[id].VersionPattern!).Groups[1].Value);

    [Fact]
    public void A_clang_that_stands_in_for_gcc_links_Native_AOT_too() =>
        Assert.Equal("19.1.7", Regex.Match("Debian clang version 19.1.7 (3+b1)\n", s_catalog["dotnet-aot"].VersionPattern!).Groups[1].Value);

    [Fact]
    public void What_only_builds_is_not_what_a_measured_program_is_run_by() =>
        Assert.Equal(["dotnet"], BackendCatalog.Discover().All.OfType<CommandBackend>().Select(static backend => RunBy(backend)).Distinct()
            .Where(static id => s_catalog.All.Any(tool => tool.Id == id && tool.Builds)));

    private static string RunBy(CommandBackend backend)
    {
        WorkloadSize size = new("smoke", ["1"], new ExpectedOutput("", 0, null));
        Workload workload = new("test", "", "", "", "/", new Dictionary<string, string>(), new Dictionary<string, WorkloadSize>());
        return backend.CommandFor(new ExecutionRequest(workload, size, "/program", ExecutionOptions.Default), Toolbox.ForDisplay).Executable;
    }

    [Theory, MemberData(nameof(All))]
    public void Every_tool_can_be_found_and_says_how_it_is_got(string id)
    {
        Tool tool = s_catalog[id];
        Assert.Equal(tool.Executables.Count > 0, tool.VersionArguments.Count > 0);
        Assert.True(tool.Executables.Count + tool.Files.Count > 0);
        Assert.All(tool.Files.SelectMany(static entry => entry.Split('|')), static file => Assert.True(file.StartsWith('/') || file.StartsWith(".tools/", StringComparison.Ordinal)));
        Assert.All(tool.Needs, static need => Assert.NotNull(s_catalog[need]));
        Assert.True(tool.Install is null ^ tool.Origin is null);
        if (tool.Install is not Installation install)
            return;
        Assert.True(install.AptPackages.Any() ^ install.NpmPackages.Any());
        Assert.All(install.AptPackages, static package => Assert.Matches("^[a-z0-9][a-z0-9.+-]+$", package));
        Assert.All(install.NpmPackages, static package => Assert.Matches(@"^(@[a-z0-9-]+/)?[a-z0-9.-]+@\d+\.\d+\.\d+$", package));
        Assert.True(install.Suite is null or "trixie");
        Assert.True(install.Suite is null || install.AptPackages.Any());
        if (install.Extract is not Extraction extract)
            return;
        Assert.Empty(install.Apt.Concat(install.Npm));
        Assert.Matches("^\\.tools/[a-z-]+(/[a-z]+)?$", extract.Into);
        // What changes with each update of the system has no digest that could be known.
        Assert.All(extract.Files, file => Assert.Matches(extract.OfDependency || file.As.StartsWith("notices/", StringComparison.Ordinal) ? "^$" : "^[0-9a-f]{64}$", file.Sha256 ?? ""));
        Assert.All(extract.Files, static file => Assert.True(file.Architecture is null or "x64" or "arm64"));
    }

    [Fact]
    public async Task Every_tool_that_a_backend_asks_for_is_listed()
    {
        await using BackendCatalog backends = BackendCatalog.Discover();
        Assert.All(backends.All.SelectMany(static backend => backend.Tools), static id => Assert.NotNull(s_catalog[id]));
    }

    [Theory]
    [InlineData("18.20.4+dfsg", "20", true)]
    [InlineData("20.19.2", "20", false)]
    [InlineData("9.9", "10.0", true)]
    [InlineData("10.0.401", "10.0", false)]
    [InlineData("10", "10.0.1", true)]
    public void Versions_are_compared_number_by_number(string version, string least, bool older) => Assert.Equal(older, Toolbox.IsOlder(version, least));
}
