using Bench.Core;

namespace Bench.Tests;

public sealed class CommandTests
{
    [Theory]
    [InlineData("-O3", "-O3")]
    [InlineData("/home/me/a.c", "a.c")]
    [InlineData("src/deep/a.c", "a.c")]
    [InlineData("./a.c", "a.c")]
    [InlineData("/", "/")]
    [InlineData("/home/me/", "me")]
    [InlineData("-I/home/me/include", "-Iinclude")]
    [InlineData("-Isrc/deep/include", "-Iinclude")]
    [InlineData("-isystem/opt/sdk/include", "-isysteminclude")]
    [InlineData("-L.", "-L.")]
    [InlineData("--sysroot=/opt/wasi", "--sysroot=wasi")]
    [InlineData("--dir=/home/a:/home/b", "--dir=a:b")]
    [InlineData("--dir=/::/", "--dir=/::/")]
    [InlineData("--map=/home/a::/b/c", "--map=a::c")]
    [InlineData("-Wl,-rpath,/home/me/lib", "-Wl,-rpath,lib")]
    [InlineData("--mount=type=bind,src=/home/me/x,dst=/y/z", "--mount=type=bind,src=x,dst=z")]
    [InlineData("-fdebug-prefix-map=/home/me/x=/_/", "-fdebug-prefix-map=x=_")]
    [InlineData("@/home/me/flags.rsp", "flags.rsp")]
    [InlineData("-DNAME=\"/home/me/x\"", "-DNAME=\"x\"")]
    [InlineData("-I/home/me/a -L/home/me/b", "-Ia -Lb")]
    [InlineData("unix:///var/run/docker.sock", "unix:docker.sock")]
    [InlineData("two words", "two words")]
    public void A_command_is_shown_with_its_flags_but_without_folders(string argument, string shown) =>
        Assert.Equal($"clang {shown}", Command.Of("/usr/bin/clang", argument).Display);

    [Fact]
    public void Folders_in_variables_are_hidden_too() =>
        Assert.Equal("CC=clang PATH=bin:sbin make", Command.Of("/usr/bin/make").WithEnvironment("CC", "/usr/bin/clang").WithEnvironment("PATH", "/usr/bin:/usr/sbin").Display);
}
