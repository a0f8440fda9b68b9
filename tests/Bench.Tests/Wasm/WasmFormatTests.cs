using Bench.Backends;

namespace Bench.Tests;

public sealed class WasmFormatTests
{
    /// <summary>The type section, one function of it, exported as <c>f</c>, that returns 42; and the name section.</summary>
    private static readonly byte[] s_module =
    [
        0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
        0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f,
        0x03, 0x02, 0x01, 0x00,
        0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00,
        0x0a, 0x06, 0x01, 0x04, 0x00, 0x41, 0x2a, 0x0b,
        0x00, 0x84, 0x00, 0x03, 0x61, 0x62, 0x63,   // a custom section whose size takes a byte more than it must
    ];

    /// <summary>Where a section ends: a module cut here is a shorter module.</summary>
    private static readonly int[] s_ends = [8, 15, 19, 26, 34, 41];

    [Fact]
    public void A_module_is_sound() => Assert.Null(WasmFormat.Fault("f.wasm", s_module));

    [Fact]
    public void Cut_inside_a_section_a_module_is_truncated()
    {
        for (int length = 0; length <= s_module.Length; length++)
        {
            string? fault = WasmFormat.Fault("f.wasm", s_module.AsSpan(0, length));
            Assert.Equal(s_ends.Contains(length), fault is null);
            if (length is >= 4 && fault is not null)
                Assert.StartsWith("f.wasm is truncated", fault);
        }
    }

    [Fact]
    public void Bytes_changed_at_random_never_throw()
    {
        Random random = new(5);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] changed = s_module[..random.Next(s_module.Length + 1)];
            for (int i = random.Next(4); i > 0 && changed.Length > 0; i--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            WasmFormat.Fault("f.wasm", changed);
        }
    }

    [Theory]
    [InlineData(new byte[] { }, "not a WebAssembly module")]
    [InlineData(new byte[] { 0x7f, 0x45, 0x4c, 0x46 }, "7f454c46")]
    [InlineData(new byte[] { 0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0 }, "not a core module")]
    [InlineData(new byte[] { 0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 14, 0 }, "unknown section 14 at offset 8")]
    [InlineData(new byte[] { 0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0x0f }, "claims 4294967295 bytes")]
    [InlineData(new byte[] { 0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0x1f }, "in the size of section 1")]
    [InlineData(new byte[] { 0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0 }, "in the size of section 1")]
    public void What_is_wrong_is_said(byte[] bytes, string fault) => Assert.Contains(fault, WasmFormat.Fault("f.wasm", bytes));
}
