using System.Text;

namespace Bench.Y3.Generator;

/// <summary>Lines of C#, indented by the blocks around them.</summary>
internal sealed class CodeText
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public override string ToString() => _text.ToString();

    internal CodeText Line(string line = "")
    {
        if (line.Length > 0)
            _text.Append(' ', 4 * _depth).Append(line);
        _text.Append('\n');
        return this;
    }

    /// <summary>What follows is one step further in.</summary>
    internal CodeText In()
    {
        _depth++;
        return this;
    }

    internal CodeText Out()
    {
        _depth--;
        return this;
    }

    /// <summary>The one statement below a condition.</summary>
    internal CodeText Indented(string line) => In().Line(line).Out();

    /// <param name="head">What stands before the brace.</param>
    internal CodeText Open(string head) => Line(head).Line("{").In();

    internal CodeText Close(string end = "}") => Out().Line(end);

    /// <summary>One step out.</summary>
    internal CodeText Label(string name) => Out().Line($"{name}:").In();
}
