namespace Bench.Y3.Generator;

/// <summary>All that the code of a record is made of. Holds no symbol and no position: an edit elsewhere leaves it equal.</summary>
/// <param name="Namespace">Empty for the global one.</param>
/// <param name="Containers">Declarations of the types around it, outermost first.</param>
/// <param name="Declaration"><c>partial record Noise</c></param>
/// <param name="Type">Its name with everything around it: <c>global::Sensors.Noise</c>.</param>
/// <param name="HintName">Of the file with the code.</param>
/// <param name="Members">In the order in which they are written.</param>
internal sealed record RecordModel(
    string Namespace, EquatableArray<string> Containers, string Declaration, string Type, string HintName, bool IsStruct, EquatableArray<MemberModel> Members);
