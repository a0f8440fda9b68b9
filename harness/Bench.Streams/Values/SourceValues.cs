using Bench.Core;
using Bench.Streaming;

namespace Bench.Streams;

/// <summary>What a source sends, one value after the other.</summary>
public abstract class SourceValues : IAsyncDisposable
{
    /// <summary>Whether they are sent when they are there, not at a rate.</summary>
    public virtual bool SetThePace => false;

    /// <returns>The next value, valid until the next call; null at the end.</returns>
    public abstract ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken ct);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return CloseAsync();
    }

    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    /// <exception cref="UsageException">There is no such file, or what it needs is missing.</exception>
    public static async Task<SourceValues> OfAsync(Payload payload, Random random, Toolbox tools, CancellationToken ct) => payload.Origin switch
    {
        PayloadOrigin.Images when payload.Path is string path => ImageFiles.Load(path),
        PayloadOrigin.Images => ImageFiles.Load(await FetchedAsync(tools, ct)),
        PayloadOrigin.Video => await VideoFrames.OpenAsync(tools, payload.Path!, ct),
        _ => new DrawnValues(payload, random),
    };

    private static async Task<string> FetchedAsync(Toolbox tools, CancellationToken ct) =>
        await tools.ProbeAsync(ImageFiles.Fetched, ct) is Availability.Missing missing
            ? throw new UsageException($"the images are missing: {missing.Reason}; {missing.Remedy}")
            : Path.Combine(tools.Layout.Assets, ImageFiles.Fetched);

    private sealed class DrawnValues(Payload payload, Random random) : SourceValues
    {
        private readonly byte[] _value = new byte[payload.Length];

        public override ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken ct)
        {
            payload.Draw(random, _value);
            return new(_value);
        }
    }
}
