using Bench.Core;

namespace Bench.Streams;

/// <summary>The nodes of one trial, in a folder of their own that is removed with them. A node that ends while it should serve fails the trial.</summary>
internal sealed class NodeGroup : IAsyncDisposable
{
    private readonly List<StreamNode> _nodes = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bench-stream-");

    internal string Folder => _folder.FullName;
    internal IReadOnlyList<StreamNode> Nodes => _nodes;

    internal string TraceOf(string name) => Path.Combine(Folder, $"{name}.trace");

    /// <exception cref="NodeFaultException">It cannot be started.</exception>
    internal StreamNode Start(string name, Command command)
    {
        StreamNode node = StreamNode.Start(name, command, Folder);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Waits for a task, and for these nodes to end before it does, which is a fault.</summary>
    /// <exception cref="NodeFaultException">One of them ended.</exception>
    internal static async Task<T> ServedBy<T>(Task<T> task, IEnumerable<StreamNode> serving)
    {
        StreamNode[] nodes = [.. serving];
        Task first = await Task.WhenAny([task, .. nodes.Select(static node => (Task)node.Exited)]);
        if (first == task || task.IsCompleted)
            return await task;
        StreamNode ended = nodes.First(static node => node.Exited.IsCompleted);
        throw await ended.FaultAsync(await ended.Exited);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(static node => node.DisposeAsync().AsTask()));
        _folder.Delete(recursive: true);
    }
}
