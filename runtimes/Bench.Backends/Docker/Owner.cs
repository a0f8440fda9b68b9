using System.Globalization;

namespace Bench.Backends.Docker;

/// <summary>Which harness a container belongs to, so that those of a dead one can be told from those of one that runs beside this one.</summary>
/// <param name="Boot">Of the kernel that runs the harness.</param>
/// <param name="PidSpace">The process name space in which <paramref name="Pid"/> means something.</param>
/// <param name="StartTime">Of the process, in clock ticks since boot: a number that comes again does not come with the same.</param>
internal sealed record Owner(string Boot, string PidSpace, int Pid, string StartTime)
{
    /// <summary>Name of the label; all containers and images of the harness have it.</summary>
    internal const string Label = "bench";

    private const string GroupPrefix = "bench-run-";

    internal static readonly Owner Self = new(ReadBoot(), ReadPidSpace(), Environment.ProcessId, StartTimeOf(Environment.ProcessId) ?? "0");

    /// <summary>Name of the control group around its containers on an engine that it did not start.</summary>
    internal string Group => string.Create(CultureInfo.InvariantCulture, $"{GroupPrefix}{DigitsOf(PidSpace)}-{Pid}-{StartTime}");

    /// <summary>Whether a control group of this name was that of a harness which cannot come back.</summary>
    internal static bool IsGroupOfTheDead(string name) =>
        name.StartsWith(GroupPrefix, StringComparison.Ordinal)
        && name[GroupPrefix.Length..].Split('-') is [string space, string process, string start]
        && space == DigitsOf(Self.PidSpace)
        && int.TryParse(process, CultureInfo.InvariantCulture, out int pid) && StartTimeOf(pid) != start;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Boot}/{PidSpace}/{Pid}/{StartTime}");

    /// <returns>Whether a container with this label can be removed: its harness cannot come back.</returns>
    internal static bool IsDead(string label) => Parse(label) switch
    {
        null => false,   // another tool's label of this name
        Owner owner when owner.Boot != Self.Boot => true,    // the machine has been started anew since
        Owner owner => owner.PidSpace == Self.PidSpace && StartTimeOf(owner.Pid) != owner.StartTime,
    };

    /// <returns>Whether the harness of this label runs on this machine. Not whether it runs on another.</returns>
    internal static bool IsAlive(string label) =>
        Parse(label) is Owner owner && owner.Boot == Self.Boot && (owner.PidSpace != Self.PidSpace || StartTimeOf(owner.Pid) == owner.StartTime);

    /// <returns>Whether it is a harness's label, and not another tool's of the same name.</returns>
    internal static bool IsOne(string label) => Parse(label) is not null;

    private static Owner? Parse(string label) =>
        label.Split('/') is [string boot, string space, string process, string start] && int.TryParse(process, CultureInfo.InvariantCulture, out int pid)
            ? new Owner(boot, space, pid, start)
            : null;

    private static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static string ReadBoot() => Read("/proc/sys/kernel/random/boot_id")?.Trim() ?? "unknown";

    private static string ReadPidSpace() => new FileInfo("/proc/self/ns/pid").LinkTarget ?? "unknown";

    /// <summary>Field 22 of /proc/PID/stat, counted behind the name, which may hold spaces and brackets.</summary>
    private static string? StartTimeOf(int pid) => FieldsOf(pid) is { Length: > 19 } fields ? fields[19] : null;

    /// <returns>Null for a process that has ended.</returns>
    internal static int? ParentOf(int pid) => FieldsOf(pid) is { Length: > 1 } fields ? int.Parse(fields[1], CultureInfo.InvariantCulture) : null;

    private static string[]? FieldsOf(int pid) =>
        Read($"/proc/{pid}/stat") is string stat ? stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;   // no such process
        }
    }
}
