using System.Text;
using Bench.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests.Measuring;

public sealed class BoundedTailTests
{
    [Fact]
    public void The_tail_is_the_end_of_everything_however_it_came() =>
        Prop.ForAll(Gen.Choose(0, 25).ListOf().ToArbitrary(), lengths =>
        {
            BoundedTail tail = new(10);
            StringBuilder all = new();
            foreach (int length in lengths)
            {
                string piece = string.Concat(Enumerable.Range(all.Length, length).Select(static i => (char)('a' + (i % 26))));
                tail.Append(Encoding.ASCII.GetBytes(piece));
                all.Append(piece);
            }
            return tail.ToString() == all.ToString()[Math.Max(0, all.Length - 10)..];
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Unprintable_bytes_and_cut_characters_are_replaced()
    {
        BoundedTail tail = new(8);
        tail.Append(Encoding.UTF8.GetBytes("xxx🐎a\u0001\u001b\n\tb"));

        Assert.Equal("\uFFFD\uFFFDa\uFFFD\uFFFD\n\tb", tail.ToString());
    }
}
