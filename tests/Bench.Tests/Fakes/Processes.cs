namespace Bench.Tests;

/// <summary>What /proc says of processes.</summary>
internal static class Processes
{
    /// <summary>A zombie does not live.</summary>
    internal static bool Lives(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;   // no such process
        }
    }

    internal static void AssertGone(IEnumerable<int> pids) => Assert.DoesNotContain(pids, Lives);
}
