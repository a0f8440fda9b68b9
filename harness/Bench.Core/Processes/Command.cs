using System.Text.RegularExpressions;

namespace Bench.Core;

/// <summary>A program with its arguments. <see cref="Environment"/> is added to the harness's own.</summary>
public sealed partial record Command(string Executable, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    public string? WorkingDirectory { get; init; }

    public static Command Of(string executable, params IEnumerable<string> arguments) => new(executable, [.. arguments]);

    public Command With(params IEnumerable<string> more) => this with { Arguments = [.. Arguments, .. more] };

    public Command WithEnvironment(string name, string value) =>
        this with { Environment = new Dictionary<string, string>(Environment) { [name] = value } };

    /// <summary>For people and run headers: file names without their folders, so that no path of a machine is published.</summary>
    public string Display =>
        string.Join(' ', Environment.Select(static pair => $"{pair.Key}={pair.Value}").Append(Executable).Concat(Arguments).Select(Shorten));

    private static string Shorten(string argument) => PathPattern().Replace(argument, static match => ShortenPath(match.Value));

    private static string ShortenPath(string path)
    {
        int flag = !path.StartsWith('-') ? 0
            : path.Length > 1 && char.IsAsciiLetterUpper(path[1]) ? 2     // -Isrc/include
            : path.IndexOf('/');                                          // -isystem/opt/include
        string name = Path.GetFileName(path[flag..].TrimEnd('/'));
        return path[..flag] + (name.Length > 0 ? name : "/");
    }

    /// <summary>A part of an argument that has a slash, between what divides lists, values and words.</summary>
    [GeneratedRegex("""[^=:,\s"']*/[^=:,\s"']*""")]
    private static partial Regex PathPattern();
}
