using System.Text;

namespace Bench.Tests;

/// <summary>A rendering as it was last looked at and found right: a file of tests/expected, or one that is kept elsewhere.</summary>
/// <remarks>With BENCH_ACCEPT=1 a file that differs is rewritten, and the test fails once so that nobody accepts by accident.</remarks>
internal static class StoredFile
{
    internal static void Holds(string name, string actual) => HoldsAt(Path.Combine("tests", "expected", name), actual);

    /// <param name="file">Below the repository's root.</param>
    internal static void HoldsAt(string file, string actual)
    {
        string path = Path.Combine(Repo.Root, file);
        string expected = File.Exists(path) ? File.ReadAllText(path) : "";
        if (expected == actual)
            return;
        if (Environment.GetEnvironmentVariable("BENCH_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            Assert.Fail($"{file} was rewritten; look at the change, then run the test again without BENCH_ACCEPT");
        }
        Assert.Fail($"the rendering is not that of {file} (BENCH_ACCEPT=1 rewrites it)\n{Difference(expected.Split('\n'), actual.Split('\n'))}");
    }

    /// <summary>Lines that only the stored file has behind <c>-</c>, lines that only the rendering has behind <c>+</c>, with their numbers.</summary>
    internal static string Difference(string[] expected, string[] actual)
    {
        int[,] common = new int[expected.Length + 1, actual.Length + 1];
        for (int i = expected.Length - 1; i >= 0; i--)
            for (int j = actual.Length - 1; j >= 0; j--)
                common[i, j] = expected[i] == actual[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        StringBuilder text = new();
        int left = 0, right = 0;
        while (left < expected.Length || right < actual.Length)
        {
            if (left < expected.Length && right < actual.Length && expected[left] == actual[right])
            {
                left++;
                right++;
            }
            else if (right == actual.Length || (left < expected.Length && common[left + 1, right] >= common[left, right + 1]))
                text.Append($"{left + 1,4} - {expected[left++]}\n");
            else
                text.Append($"{right + 1,4} + {actual[right++]}\n");
        }
        return text.ToString();
    }
}
