using System.Text.Json;

namespace Bench.Core;

/// <summary>Enum members as the words that results files and tables use: <c>OptimisingJit</c> is <c>optimising-jit</c>.</summary>
public static class KebabCase
{
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
