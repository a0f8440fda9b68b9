using System.Text;

namespace Bench.Workloads;

internal sealed class BinaryTrees : IWorkload
{
    private const int MinDepth = 4;
    private const int MaxDepth = 40;

    private readonly List<(int Depth, long Trees, long Check)> _lines = [];
    private int _maxDepth;
    private long _stretchCheck;
    private long _longLivedCheck;

    public void Compute(long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, MaxDepth);
        _maxDepth = Math.Max(MinDepth + 2, (int)n);
        _stretchCheck = BottomUpTree(_maxDepth + 1).ItemCheck();

        Node longLivedTree = BottomUpTree(_maxDepth);
        _lines.Clear();
        for (int depth = MinDepth; depth <= _maxDepth; depth += 2)
        {
            long trees = 1L << (_maxDepth - depth + MinDepth);
            long check = 0;
            for (long i = 0; i < trees; i++)
                check += BottomUpTree(depth).ItemCheck();
            _lines.Add((depth, trees, check));
        }
        _longLivedCheck = longLivedTree.ItemCheck();
    }

    public void Print(Stream output)
    {
        StringBuilder text = new();
        text.Append($"stretch tree of depth {_maxDepth + 1}\t check: {_stretchCheck}\n");
        foreach ((int depth, long trees, long check) in _lines)
            text.Append($"{trees}\t trees of depth {depth}\t check: {check}\n");
        text.Append($"long lived tree of depth {_maxDepth}\t check: {_longLivedCheck}\n");
        output.Write(Encoding.ASCII.GetBytes(text.ToString()));
    }

    private static Node BottomUpTree(int depth) =>
        depth > 0 ? new Node(BottomUpTree(depth - 1), BottomUpTree(depth - 1)) : new Node(null, null);

    private sealed class Node(Node? left, Node? right)
    {
        private readonly Node? _left = left;
        private readonly Node? _right = right;

        public long ItemCheck() => _left is null ? 1 : 1 + _left.ItemCheck() + _right!.ItemCheck();
    }
}
