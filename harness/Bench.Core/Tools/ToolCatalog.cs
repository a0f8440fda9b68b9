using System.Text.Json;

namespace Bench.Core;

/// <summary>All tools that tools.json knows.</summary>
public sealed class ToolCatalog
{
    private readonly Dictionary<string, Tool> _byId;

    public ToolCatalog(IEnumerable<Tool> tools) => _byId = tools.ToDictionary(static tool => tool.Id);

    public IReadOnlyCollection<Tool> All => _byId.Values;

    public Tool this[string id] => _byId.TryGetValue(id, out Tool? tool)
        ? tool
        : throw new InvalidOperationException($"tools.json has no tool '{id}'");

    /// <exception cref="UsageException">The file is missing or malformed; the message names line and position.</exception>
    public static ToolCatalog Load(string file)
    {
        try
        {
            ToolFile content = JsonSerializer.Deserialize<ToolFile>(File.ReadAllBytes(file), JsonText.Strict)!;
            return new ToolCatalog(content.Tools);
        }
        catch (JsonException e)
        {
            throw new UsageException(JsonFault.Describe(file, e), e);
        }
        catch (IOException e)
        {
            throw new UsageException($"{file}: {e.Message}", e);
        }
    }
}
