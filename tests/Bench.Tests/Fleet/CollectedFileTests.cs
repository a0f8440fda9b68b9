using System.Security.Cryptography;
using Bench.Core;
using Bench.Fleet;

namespace Bench.Tests;

public sealed class CollectedFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Folder => _temp.Path;

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Pieces_in_any_order_and_more_than_once_make_the_same_file(int seed)
    {
        Random random = new(seed);
        byte[] whole = new byte[50_000];
        random.NextBytes(whole);
        List<(int Start, int Length)> pieces = [];
        for (int at = 0; at < whole.Length;)
        {
            int length = Math.Min(random.Next(1, 3000), whole.Length - at);
            pieces.Add((at, length));
            at += length;
        }
        // Others cut at other places, as after a new connection.
        pieces.AddRange(Enumerable.Range(0, 20).Select(_ => (random.Next(40_000), random.Next(1, 9000))));
        (int Start, int Length)[] shuffled = [.. pieces];
        random.Shuffle(shuffled);

        using CollectedFile file = CollectedFile.Open(Folder);
        foreach ((int start, int length) in shuffled)
            file.Take(start, whole.AsMemory(start, length));

        Assert.False(file.Contradicted);
        Assert.True(file.IsComplete(whole.Length, Convert.ToHexStringLower(SHA256.HashData(whole))));
        Assert.Equal(whole, Read());
    }

    [Fact]
    public void A_file_with_a_gap_is_not_complete()
    {
        using CollectedFile file = CollectedFile.Open(Folder);
        file.Take(0, new byte[10]);
        file.Take(20, new byte[10]);
        Assert.Equal(10, file.Length);
        Assert.False(file.IsComplete(30, Convert.ToHexStringLower(SHA256.HashData(new byte[30]))));
        file.Take(10, new byte[10]);
        Assert.True(file.IsComplete(30, Convert.ToHexStringLower(SHA256.HashData(new byte[30]))));
    }

    [Fact]
    public void Bytes_of_another_run_are_noticed_and_change_nothing()
    {
        using CollectedFile file = CollectedFile.Open(Folder);
        file.Take(0, "one run"u8.ToArray());
        file.Take(0, "another run"u8.ToArray());
        Assert.True(file.Contradicted);
        Assert.Equal("one run"u8.ToArray(), Read());
    }

    [Fact]
    public void A_digest_that_differs_is_not_complete()
    {
        using CollectedFile file = CollectedFile.Open(Folder);
        file.Take(0, "rows"u8.ToArray());
        Assert.False(file.IsComplete(4, Convert.ToHexStringLower(SHA256.HashData("rowz"u8))));
    }

    [Fact]
    public void Pieces_that_wait_for_another_are_bounded()
    {
        using CollectedFile file = CollectedFile.Open(Folder);
        byte[] piece = new byte[1 << 20];
        for (int i = 1; i <= 40; i++)
            file.Take((long)i << 20, piece);
        file.Take(0, piece);
        Assert.InRange(file.Length, 10L << 20, 18L << 20);
    }

    [Fact]
    public void Two_collectors_of_one_folder_are_refused()
    {
        using CollectedFile first = CollectedFile.Open(Folder);
        Assert.Contains("cannot collect", Assert.Throws<UsageException>(() => CollectedFile.Open(Folder)).Message, StringComparison.Ordinal);
    }

    private byte[] Read()
    {
        using FileStream stream = new(RunFolder.RunFile(Folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
