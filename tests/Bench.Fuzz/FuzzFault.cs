namespace Bench.Fuzz;

/// <summary>Something that must hold whatever the input is does not.</summary>
internal sealed class FuzzFault : Exception
{
    public FuzzFault() { }

    public FuzzFault(string message) : base(message) { }

    public FuzzFault(string message, Exception inner) : base(message, inner) { }

    /// <summary>What must hold, as a sentence; a smaller input shows the same fault when it breaks the same rule.</summary>
    internal string Rule { get; private init; } = "";

    /// <summary>Costs nothing as long as the rule holds.</summary>
    internal static void Unless(bool holds, string rule)
    {
        if (!holds)
            throw new FuzzFault($"not so: {rule}") { Rule = rule };
    }

    /// <inheritdoc cref="Unless"/>
    internal static void UnlessEqual<T>(T expected, T actual, string rule)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new FuzzFault($"not so: {rule}; {expected} and {actual}") { Rule = rule };
    }
}
