namespace Bench.Fuzz;

/// <summary>Makes an input smaller as long as it shows the same fault.</summary>
internal static class Minimiser
{
    /// <summary>An input of 64 KiB would otherwise take minutes for its last bytes.</summary>
    private const int MostTries = 20_000;

    /// <param name="examine">Null if an input shows nothing.</param>
    internal static FuzzFinding Minimise(FuzzFinding found, Func<byte[], FuzzFinding?> examine)
    {
        FuzzFinding least = found;
        int tries = 0;
        // Chunks are taken away, the large ones first; then what is left becomes plain.
        for (int size = Math.Max(1, found.Input.Length / 2); size >= 1; size /= 2)
            for (int at = least.Input.Length - size; at >= 0; at -= size)
                Try([.. least.Input[..at], .. least.Input[(at + size)..]]);
        for (int at = 0; at < least.Input.Length; at++)
            if (least.Input[at] != 0)
                Try([.. least.Input[..at], 0, .. least.Input[(at + 1)..]]);
        return least with { FoundLength = found.Input.Length };

        void Try(byte[] smaller)
        {
            if (tries++ < MostTries && examine(smaller) is FuzzFinding same && same.Kind == found.Kind)
                least = same;
        }
    }
}
