using System.Text;

namespace Bench.Core;

/// <summary>How the descendants of one child are known after they have left its tree: by a variable in their environment, or by holding its pipes.</summary>
/// <remarks>Of constant length, because the size of the environment moves the stack and with it the time of some programs.</remarks>
internal sealed class ChildMark
{
    private const string Variable = "BENCH_CHILD";
    private readonly string _mark = Guid.NewGuid().ToString("n");
    private string[] _pipes = [];

    internal Command PutOn(Command command)
    {
        // A harness measured by a harness: its children bear both marks.
        string outer = command.Environment.GetValueOrDefault(Variable) ?? Environment.GetEnvironmentVariable(Variable) ?? "";
        return command.WithEnvironment(Variable, outer + _mark);
    }

    /// <param name="descriptors">Of this process: the pipes that the child writes to.</param>
    internal void Know(params IEnumerable<int> descriptors) =>
        _pipes = [.. descriptors.Select(static fd => new FileInfo($"/proc/self/fd/{fd}").LinkTarget ?? "").Where(static target => target.Length > 0)];

    internal bool IsOn(int pid)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/environ").AsSpan().IndexOf(Encoding.ASCII.GetBytes(_mark)) >= 0
                || Holds(pid, 1) || Holds(pid, 2);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;   // ended meanwhile, or runs as someone else, who could not be ended anyway
        }
    }

    private bool Holds(int pid, int fd) => new FileInfo($"/proc/{pid}/fd/{fd}").LinkTarget is string target && _pipes.Contains(target);
}
