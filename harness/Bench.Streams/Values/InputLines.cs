using System.Text;

namespace Bench.Streams;

/// <summary>The lines of standard input.</summary>
public sealed class InputLines : SourceValues
{
    public override bool SetThePace => true;

    public override async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken ct) =>
        await Console.In.ReadLineAsync(ct) is string line ? Encoding.UTF8.GetBytes(line) : null;
}
