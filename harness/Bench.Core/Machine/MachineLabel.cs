namespace Bench.Core;

/// <summary>The name that a person gives a machine, where what is recorded of it does not tell it from another one.</summary>
public static class MachineLabel
{
    private const int Longest = 64;

    /// <exception cref="UsageException">The label is empty, too long, or holds characters that cannot be shown in a line.</exception>
    public static string Checked(string label)
    {
        string trimmed = label.Trim();
        return trimmed.Length is > 0 and <= Longest && !trimmed.Any(char.IsControl)
            ? trimmed
            : throw new UsageException($"a label has 1 to {Longest} characters, none of them a control character");
    }
}
