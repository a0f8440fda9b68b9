namespace Bench.Core;

/// <summary>A doubt about numbers that a reader must see. Each kind is a case of its own.</summary>
/// <param name="Case">Null where the doubt is about the whole run.</param>
/// <param name="Phase">The only one that is doubted; null where all numbers of the case or run are.</param>
public abstract record Finding(CaseId? Case, string? Phase = null)
{
    /// <summary>Kebab-case name of the kind; never changes once published.</summary>
    public abstract string Id { get; }

    /// <summary>What was seen, one line, with its numbers.</summary>
    public abstract string Text { get; }

    /// <summary>What the reader should do about it, one line.</summary>
    public abstract string Advice { get; }
}
