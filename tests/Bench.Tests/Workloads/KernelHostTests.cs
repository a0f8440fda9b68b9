using System.Text;
using Bench.Workloads;

namespace Bench.Tests;

/// <summary>What the host of the C# kernels does around a kernel.</summary>
public sealed class KernelHostTests : IDisposable
{
    private readonly MemoryStream _output = new(), _rows = new();

    private string Rows => Encoding.UTF8.GetString(_rows.ToArray());

    public void Dispose()
    {
        _output.Dispose();
        _rows.Dispose();
    }

    [Fact]
    public void What_a_kernel_works_on_is_prepared_once_however_often_it_is_computed()
    {
        Recorder kernel = new();

        Assert.Equal(0, Run(kernel, iterations: 3));

        Assert.Equal(["prepare 7", "compute 7", "compute 7", "compute 7", "print"], kernel.Calls);
        Assert.Matches("^(bench: phase=execute iteration=[123] ns=[0-9]+\n){3}$", Rows);
    }

    [Fact]
    public void A_kernel_that_prepares_nothing_need_not_say_so()
    {
        Assert.Equal(0, Run(new Bare(), iterations: 2));
        Assert.Equal("computed 2", Encoding.UTF8.GetString(_output.ToArray()));
    }

    [Fact]
    public void What_the_stages_of_a_kernel_took_stands_behind_the_whole_in_each_iteration()
    {
        Assert.Equal(0, Run(new Staged(), iterations: 2));
        Assert.Matches("^(bench: phase=execute iteration=[12] ns=[0-9]+\n){2}bench: phase=first iteration=1 ns=10\nbench: phase=first iteration=2 ns=20\nbench: phase=second iteration=1 ns=0\nbench: phase=second iteration=2 ns=0\n$", Rows);
    }

    [Fact]
    public void Malformed_data_ends_the_program_with_one_line_and_no_answer()
    {
        Assert.Equal(65, Run(new Recorder { Fault = new InvalidDataException("message 3 is malformed") }, iterations: 2));
        Assert.Equal("message 3 is malformed\n", Rows);
        Assert.Equal(0, _output.Length);
    }

    [Fact]
    public void A_number_that_cannot_be_prepared_for_is_wrong_usage()
    {
        Assert.Equal(2, Run(new Unwilling(), iterations: 1));
        Assert.Matches("^[^\n]*7[^\n]*\n$", Rows);
        Assert.Equal(0, _output.Length);
    }

    private int Run(IWorkload kernel, int iterations) => Program.Run(kernel, 7, iterations, _output, _rows);

    private sealed class Recorder : IWorkload
    {
        internal List<string> Calls { get; } = [];
        internal Exception? Fault { get; init; }

        public void Prepare(long n) => Calls.Add($"prepare {n}");

        public void Compute(long n)
        {
            Calls.Add($"compute {n}");
            if (Fault is not null)
                throw Fault;
        }

        public void Print(Stream output) => Calls.Add("print");
    }

    private sealed class Bare : IWorkload
    {
        private int _computed;

        public void Compute(long n) => _computed++;

        public void Print(Stream output) => output.Write(Encoding.UTF8.GetBytes($"computed {_computed}"));
    }

    private sealed class Staged : IWorkload
    {
        private int _computed;

        public IReadOnlyList<WorkloadPhase> Phases => [new("first", 10 * _computed), new("second", 0)];

        public void Compute(long n) => _computed++;

        public void Print(Stream output) { }
    }

    private sealed class Unwilling : IWorkload
    {
        public void Prepare(long n) => ArgumentOutOfRangeException.ThrowIfGreaterThan(n, 6);

        public void Compute(long n) => throw new InvalidOperationException("computed without having been prepared");

        public void Print(Stream output) => throw new InvalidOperationException("printed without having been computed");
    }
}
