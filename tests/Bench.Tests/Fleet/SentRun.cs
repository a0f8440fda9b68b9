using System.Security.Cryptography;
using Bench.Fleet;

namespace Bench.Tests;

/// <summary>A node's run.jsonl as the lines in which it travels.</summary>
internal static class SentRun
{
    /// <param name="piece">Bytes in a line.</param>
    internal static IEnumerable<FleetLine> LinesOf(string node, int attempt, byte[] run, int piece) =>
    [
        .. run.Chunk(piece).Select((bytes, index) => new FleetLine.Rows(node, attempt, (long)index * piece, bytes)),
        new FleetLine.Ended(node, attempt, run.Length, Convert.ToHexStringLower(SHA256.HashData(run)), 0),
    ];
}
