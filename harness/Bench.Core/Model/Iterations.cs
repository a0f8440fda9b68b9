namespace Bench.Core;

/// <summary>How often a process that iterates runs its kernel.</summary>
/// <param name="Count">Null: chosen for each case by the variance between and within its processes.</param>
public readonly record struct Iterations(int? Count)
{
    /// <summary>Each is a row of the run file; a program refuses more than a million.</summary>
    public const int Most = 10_000;

    public static readonly Iterations Auto = new(null);

    /// <returns>Null for anything but <c>auto</c> and 1 to <see cref="Most"/>.</returns>
    public static Iterations? Parse(string text) =>
        text == "auto" ? Auto
        : int.TryParse(text, out int count) && count is >= 1 and <= Most ? new Iterations(count)
        : null;

    public override string ToString() => Count?.ToString() ?? "auto";
}
