using System.Text;
using BenchmarkDotNet.Loggers;

namespace Bench.Micro;

/// <summary>Keeps what BenchmarkDotNet says, for the case that it fails.</summary>
internal sealed class KeptLog : ILogger
{
    private readonly StringBuilder _text = new();

    public string Id => nameof(KeptLog);
    public int Priority => 0;

    internal string LastLines => string.Join("; ", _text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(3));

    public void Write(LogKind logKind, string text) => _text.Append(text);

    public void WriteLine() => _text.Append('\n');

    public void WriteLine(LogKind logKind, string text) => _text.Append(text).Append('\n');

    public void Flush() { }
}
