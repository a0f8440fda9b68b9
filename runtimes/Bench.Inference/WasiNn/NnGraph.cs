namespace Bench.Inference;

/// <summary>A model that a guest has a handle of.</summary>
/// <param name="IsOwn">Brought by the guest itself, and gone with it.</param>
internal sealed record NnGraph(OnnxSession Session, bool IsOwn) : IDisposable
{
    public void Dispose()
    {
        if (IsOwn)
            Session.Dispose();
    }
}
