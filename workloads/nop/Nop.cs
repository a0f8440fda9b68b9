namespace Bench.Workloads;

internal sealed class Nop : IWorkload
{
    public void Compute(long n)
    {
    }

    public void Print(Stream output)
    {
    }
}
