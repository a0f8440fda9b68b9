using System.Reflection;
using System.Text.Json;
using Bench.Y3;
using Google.Protobuf;
using Newtonsoft.Json;

namespace Bench.Micro;

/// <summary>One way to read or write a message.</summary>
/// <param name="Id">In case ids; never changes once it stands in a results file.</param>
/// <param name="Library">A type of the library whose version counts.</param>
internal sealed record Contestant(string Id, string Title, WireFormatKind Format, Type Library)
{
    public static readonly IReadOnlyList<Contestant> All =
    [
        new("y3-skip", "Y3, skipping values by their length", WireFormatKind.Y3, typeof(Y3Reader)),
        new("y3-full", "Y3, every value through the reader", WireFormatKind.Y3, typeof(Y3Reader)),
        new("y3-typed", "Y3, source-generated records", WireFormatKind.Y3, typeof(Y3Reader)),
        new("y3-writer", "Y3, the writer", WireFormatKind.Y3, typeof(Y3Writer)),
        new("utf8-json-reader", "JSON, Utf8JsonReader token by token", WireFormatKind.Json, typeof(Utf8JsonReader)),
        new("utf8-json-writer", "JSON, Utf8JsonWriter", WireFormatKind.Json, typeof(Utf8JsonWriter)),
        new("json-document", "JSON, JsonDocument", WireFormatKind.Json, typeof(JsonDocument)),
        new("json-dictionary", "JSON, everything into a dictionary", WireFormatKind.Json, typeof(System.Text.Json.JsonSerializer)),
        new("json-source-generated", "JSON, source-generated serialisation", WireFormatKind.Json, typeof(System.Text.Json.JsonSerializer)),
        new("json-reflection", "JSON, serialisation by reflection", WireFormatKind.Json, typeof(System.Text.Json.JsonSerializer)),
        new("newtonsoft", "JSON, Newtonsoft.Json", WireFormatKind.Json, typeof(JsonConvert)),
        new("protobuf-reader", "protobuf, CodedInputStream field by field", WireFormatKind.Protobuf, typeof(CodedInputStream)),
        new("google-protobuf", "protobuf, generated messages", WireFormatKind.Protobuf, typeof(CodedInputStream)),
    ];

    public string Version => VersionOf(Library);

    internal static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
