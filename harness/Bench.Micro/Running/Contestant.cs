using System.Reflection;
using System.Text.Json;
using Bench.Y3;
using Google.Protobuf;
using Newtonsoft.Json;

namespace Bench.Micro;

/// <summary>One way to do what a workload asks for.</summary>
/// <param name="Id">In case ids; never changes once it stands in a results file.</param>
/// <param name="Version">Of the library that counts.</param>
internal abstract record Contestant(string Id, string Title, string Version)
{
    internal static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}

/// <summary>One way to read or write a message.</summary>
/// <param name="Library">A type of the library whose version counts.</param>
internal sealed record PairContestant(string Id, string Title, WireFormatKind Format, Type Library) : Contestant(Id, Title, VersionOf(Library))
{
    public static readonly IReadOnlyList<PairContestant> All =
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
}
