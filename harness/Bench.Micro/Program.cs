using BenchmarkDotNet.Running;

namespace Bench.Micro;

/// <summary><c>list</c> and <c>case</c> are what ./bench micro calls; anything else is BenchmarkDotNet's own command line, for disassembly and profiles.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["list"]:
                Console.Out.WriteLine(CaseList.ToJson());
                return 0;
            case ["case", string id]:
                return Measure(id);
            case ["case", string id, "--core", string core]:
                PinnedThread.Core = int.Parse(core);
                return Measure(id);
            default:
                BenchmarkSwitcher.FromAssembly(typeof(PairWorkload).Assembly).Run(args);
                return 0;
        }
    }

    private static int Measure(string id)
    {
        try
        {
            CaseRun.Measure(MeasuredCase.Find(id) ?? throw new ArgumentException($"there is no case '{id}'"));
            return 0;
        }
        // Whatever a contestant throws is the reason of a failed case.
        catch (Exception e)
        {
            Console.Error.WriteLine($"{e.GetType().Name}: {e.Message}");
            return 1;
        }
    }
}
