using System.Text.Json;

namespace Bench.Core;

/// <summary>Reads JSON files that people write.</summary>
public static class StrictJson
{
    /// <exception cref="UsageException">The file is missing or malformed; the message names line and position where the parser knows them.</exception>
    public static T Load<T>(string file) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), JsonText.Strict)
                ?? throw new UsageException($"{file}(1,1): expected an object, found null");
        }
        catch (JsonException e)
        {
            throw new UsageException(JsonFault.Describe(file, e), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: {e.Message}", e);
        }
    }
}
