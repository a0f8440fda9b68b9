using System.Buffers;
using Bench.Backends.Docker;

namespace Bench.Fleet;

/// <summary>One answer of the engine to the question for a service's log.</summary>
internal sealed class ServiceLogReader(DockerTransport transport, HttpResponseMessage answer) : IDisposable
{
    private const int BlockBytes = 1 << 16;

    private readonly List<ServiceLogLine> _lines = [];
    private readonly byte[] _block = ArrayPool<byte>.Shared.Rent(BlockBytes);
    private ServiceLogFrames? _frames;
    private Stream? _stream;
    private bool _ended;

    public void Dispose()
    {
        answer.Dispose();
        ArrayPool<byte>.Shared.Return(_block);
    }

    /// <returns>The lines that have become whole, perhaps none; null at the end. Valid until the next call.</returns>
    /// <exception cref="DockerException">The connection broke, nothing came for <paramref name="silence"/>, or what came is no log.</exception>
    internal Task<IReadOnlyList<ServiceLogLine>?> ReadAsync(TimeSpan silence, CancellationToken ct) =>
        transport.WithinAsync<IReadOnlyList<ServiceLogLine>?>("services/logs", silence, async limited =>
        {
            if (_ended)
                return null;
            _frames ??= new ServiceLogFrames(_lines.Add);
            _stream ??= await answer.Content.ReadAsStreamAsync(limited);
            _lines.Clear();
            int length = await _stream.ReadAsync(_block, limited);
            if (length > 0)
                _frames.Append(_block.AsSpan(0, length));
            else
                _frames.Finish();
            _ended = length == 0;
            return _lines;
        }, ct);
}
