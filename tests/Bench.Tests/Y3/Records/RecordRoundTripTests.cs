using Bench.Y3;
using FsCheck;
using FsCheck.Fluent;

namespace Bench.Tests;

/// <summary>What the generated methods write, they read, in both dialects.</summary>
public sealed class RecordRoundTripTests
{
    [Fact]
    public void Numbers_of_every_width_come_back() => ComeBack(RecordGen.Numbers);

    [Fact]
    public void Slices_of_every_type_come_back() => ComeBack(RecordGen.Slices);

    [Fact]
    public void Members_that_are_null_come_back_as_null_and_others_as_they_were() => ComeBack(RecordGen.Absent);

    [Fact]
    public void Records_in_records_come_back() => ComeBack(RecordGen.Tree);

    private static void ComeBack<T>(Gen<T> records)
        where T : IY3Record<T> =>
        Prop.ForAll(records.ToArbitrary(), static record =>
        {
            foreach (Y3Options options in (Y3Options[])[Dialects.NVarInt, Dialects.PVarInt])
                Assert.Equal(Coded.Seen(record), Coded.Seen(Coded.Read<T>(Coded.Bytes(record, options), options)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
