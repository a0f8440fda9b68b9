namespace Bench.Tests;

/// <summary>What an enumeration gave, and what ended it.</summary>
internal sealed record Ended<T>(IReadOnlyList<T> Items, Exception? Error)
{
    internal static async Task<Ended<T>> Of(IAsyncEnumerable<T> items)
    {
        List<T> list = [];
        Exception? error = await Record.ExceptionAsync(async () =>
        {
            await foreach (T item in items)
                list.Add(item);
        });
        return new Ended<T>(list, error);
    }
}
