namespace Bench.Core;

/// <summary>A program with its arguments. <see cref="Environment"/> is added to the harness's own.</summary>
public sealed record Command(string Executable, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    public string? WorkingDirectory { get; init; }

    public static Command Of(string executable, params IEnumerable<string> arguments) => new(executable, [.. arguments]);

    public Command With(params IEnumerable<string> more) => this with { Arguments = [.. Arguments, .. more] };

    public Command WithEnvironment(string name, string value) =>
        this with { Environment = new Dictionary<string, string>(Environment) { [name] = value } };

    /// <summary>For people and run headers: file names without their folders, so that no path of a machine is published.</summary>
    public string Display =>
        string.Join(' ', Environment.Select(static pair => $"{pair.Key}={pair.Value}")
            .Concat(new[] { Executable }.Concat(Arguments).Select(Shorten)));

    private static string Shorten(string argument)
    {
        int slash = argument.IndexOf('/');
        if (slash < 0)
            return argument;
        int start = argument.LastIndexOfAny(['=', ':'], slash) + 1;
        string prefix = slash == 0 || start > 0 ? argument[..start] : slash == 2 && argument[0] == '-' ? argument[..2] : "";
        return prefix + Path.GetFileName(argument.TrimEnd('/'));
    }
}
