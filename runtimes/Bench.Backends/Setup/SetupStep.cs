using Bench.Core;

namespace Bench.Backends.Setup;

/// <summary>One thing that set-up does, in the order of the plan.</summary>
/// <param name="Reason">Why, for the person who is asked.</param>
/// <param name="Tools">What is there once this step and those before it have succeeded.</param>
public abstract record SetupStep(string Reason, IReadOnlyList<Tool> Tools)
{
    /// <summary>As lines of a shell that do the same.</summary>
    public abstract string Shell { get; }

    /// <summary>A file below artifacts/, written by this process itself.</summary>
    public sealed record Write(string Reason, string File, string Content) : SetupStep(Reason, [])
    {
        public override string Shell => $"mkdir -p {Path.GetDirectoryName(File)} && cat > {File} <<'END'\n{Content}END";
    }

    /// <param name="Command">Run in the checkout.</param>
    /// <param name="Alone">The same for one tool, to find out which of several cannot be installed.</param>
    public sealed record Run(string Reason, IReadOnlyList<Tool> Tools, Command Command, TimeSpan Timeout, Func<Tool, Command>? Alone = null) : SetupStep(Reason, Tools)
    {
        public override string Shell => Line(Command);
    }

    public static string Line(Command command) =>
        string.Join(' ', command.Environment.Select(static pair => $"{pair.Key}={Quote(pair.Value)}").Append(command.Executable).Concat(command.Arguments.Select(Quote)));

    private static string Quote(string word) =>
        word.Length > 0 && word.All(static c => char.IsAsciiLetterOrDigit(c) || "@%+=:,./_-".Contains(c)) ? word : $"'{word.Replace("'", "'\\''")}'";
}
