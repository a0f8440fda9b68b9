namespace Bench.Y3.Generator;

/// <summary>A method for each slice: counts the items, then allocates what holds them, then fills it.</summary>
internal static class SliceCode
{
    internal static string NameOf(MemberModel member) => $"Y3Read{member.BareName}";

    internal static void Add(CodeText code, MemberModel member)
    {
        ValueModel value = member.Value;
        bool isRecord = value.Wire == Wire.Record;
        bool isList = value.Shape == Shape.List;
        code.Line()
            .Open($"private static {RecordCode.Status} {NameOf(member)}({RecordCode.Reader} items, out {TypeText.OfStorage(value)} value, out int offset)")
            .Line("value = default;")
            .Line($"{RecordCode.Status} status = {RecordCode.Library}.Y3Slice.Count(items, {RecordCode.Library}.Y3Slice.{(isRecord ? "Node" : "Item")}, out int count, out offset);")
            .Line($"if (status != {RecordCode.Status}.Done)")
            .Indented("return status;")
            .Line(isList ? $"{TypeText.OfValue(value)} all = new {TypeText.OfValue(value)}(count);" : $"{value.Type}[] all = {NewArray(value.Type)};");
        if (!isList)
            code.Line("int at = 0;");
        code.Open("while (items.Read())")
            .Line("if (items.Tag.Id != 0)")
            .Indented("continue;");
        AddGet(code, value);
        string item = value.IsEnum ? $"({value.Type})item" : isRecord && !value.IsStruct ? "item!" : "item";
        code.Line(isList ? $"all.Add({item});" : $"all[at++] = {item};")
            .Close()
            .Line(value.Shape == Shape.ImmutableArray ? "value = global::System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(all);" : "value = all;")
            .Line($"return {RecordCode.Status}.Done;")
            .Close();
    }

    /// <summary>Declares <c>item</c>.</summary>
    private static void AddGet(CodeText code, ValueModel value)
    {
        if (value.Wire == Wire.Record)
        {
            code.Line($"status = {value.Type}.Read(items.Enter(), out {value.Type}{(value.IsStruct ? "" : "?")} item, out offset);")
                .Line($"if (status != {RecordCode.Status}.Done)")
                .Indented("return status;");
            return;
        }
        (string text, bool canFail) = ReadCode.Get(value, "items", "items.Head", $"{TypeText.OfItem(value)} item");
        if (!canFail)
        {
            code.Line($"{text};");
            return;
        }
        code.Open($"if (!{text})")
            .Line("offset = items.ValueOffset;")
            .Line($"return {RecordCode.Status}.InvalidData;")
            .Close();
    }

    private static string NewArray(string type) => type == "byte[]" ? "new byte[count][]" : $"new {type}[count]";
}
