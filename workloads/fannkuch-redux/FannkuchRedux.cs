using System.Text;

namespace Bench.Workloads;

internal sealed class FannkuchRedux : IWorkload
{
    private const int MaxN = 16;

    private int _n;
    private int _maxFlips;
    private long _checksum;

    public void Compute(long n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, MaxN);
        int[] perm = new int[n];
        int[] count = new int[n];
        int[] scratch = new int[n];
        for (int i = 0; i < perm.Length; i++)
            perm[i] = i;

        int maxFlips = 0;
        long checksum = 0;
        long permutationIndex = 0;
        do
        {
            perm.CopyTo(scratch, 0);
            int flips = CountFlips(scratch);
            maxFlips = Math.Max(maxFlips, flips);
            checksum += permutationIndex % 2 == 0 ? flips : -flips;
            permutationIndex++;
        }
        while (NextPermutation(perm, count));

        _n = perm.Length;
        _maxFlips = maxFlips;
        _checksum = checksum;
    }

    public void Print(Stream output) =>
        output.Write(Encoding.ASCII.GetBytes($"{_checksum}\nPfannkuchen({_n}) = {_maxFlips}\n"));

    private static int CountFlips(int[] perm)
    {
        int flips = 0;
        for (int first = perm[0]; first != 0; first = perm[0])
        {
            for (int low = 0, high = first; low < high; low++, high--)
                (perm[low], perm[high]) = (perm[high], perm[low]);
            flips++;
        }
        return flips;
    }

    /// <summary>Moves on in the order that the benchmark prescribes.</summary> <returns>False after the last one.</returns>
    private static bool NextPermutation(int[] perm, int[] count)
    {
        for (int r = 1; r < perm.Length; r++)
        {
            int first = perm[0];
            for (int i = 0; i < r; i++)
                perm[i] = perm[i + 1];
            perm[r] = first;
            if (++count[r] <= r)
                return true;
            count[r] = 0;
        }
        return false;
    }
}
