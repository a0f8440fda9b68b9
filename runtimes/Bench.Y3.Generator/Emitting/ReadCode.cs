namespace Bench.Y3.Generator;

/// <summary>
/// <c>Read</c>: one loop and one switch over the tag. Trying the expected tag first was slower: every packet's header is then
/// read in the code of every member, which is more than the JIT inlines.
/// </summary>
internal static class ReadCode
{
    internal static void Add(CodeText code, RecordModel record)
    {
        code.Line("/// <inheritdoc/>")
            .Open($"public static {RecordCode.Status} Read({RecordCode.Reader} reader, out {record.Type}{(record.IsStruct ? "" : "?")} value, out int offset)")
            .Line($"{MakeCode.Members} members = default;");
        foreach (MemberModel member in record.Members)
            if (member is { Default: { } literal, Value: { IsNumber: true, IsSlice: false, IsNullable: false } })
                code.Line($"members.{member.Name} = {literal};");
        if (record.Members.Any(IsNode))
            code.Line($"{RecordCode.Status} status;");
        code.Line("value = default;");
        AddLoop(code, record);
        code.Open($"if (reader.Status != {RecordCode.Status}.Done)")
            .Line("offset = reader.Offset;")
            .Line("return reader.Status;")
            .Close()
            .Line("offset = reader.Position;")
            .Line("value = Y3Make(in members);")
            .Line($"return {RecordCode.Status}.Done;");
        if (record.Members.Any(static one => !IsNode(one) && one.Value.Wire is not (Wire.Bool or Wire.Bytes)))
            Fault(code, "InvalidValue", "reader.ValueOffset");
        Fault(code, "InvalidKind", "reader.Offset");
        code.Close();
    }

    /// <summary>An expression that gets the packet's value into <paramref name="target"/>.</summary>
    /// <returns>Whether it can fail: then it is false where it did.</returns>
    internal static (string Text, bool CanFail) Get(ValueModel value, string reader, string head, string target) => value.Wire switch
    {
        Wire.Bool => ($"{target} = {reader}.IsTrue({head})", false),
        Wire.Bytes => ($"{target} = {reader}.Value.ToArray()", false),
        Wire.String => ($"{reader}.TryGetString(out {target})", true),
        _ => ($"{reader}.TryGet{(value.IsNarrow ? "Narrow" : value.Wire)}({head}, out {target})", true),
    };

    private static void AddLoop(CodeText code, RecordModel record)
    {
        code.Open("while (reader.Read())");
        if (record.Members.Any(static one => one.Value is { IsNumber: true, IsSlice: false }))
            code.Line("ulong head = reader.Head;");
        code.Line("byte tag = reader.Tag.Value;")
            .Open("switch (tag)");
        foreach (MemberModel member in record.Members)
            Case(code, member);
        ulong ids = record.Members.Aggregate(0UL, static (ids, member) => ids | (1UL << member.Id));
        code.Line("default:").In()
            .Line($"if ((0x{ids:X}UL >> (tag & 0x3F) & 1) != 0)")
            .Indented("goto InvalidKind;")
            .Line("break;").Out()
            .Close().Close();
    }

    private static void Case(CodeText code, MemberModel member)
    {
        string target = $"members.{member.Name}";
        code.Line($"case {RecordCode.Tag(member.Tag)}:").In();
        if (IsNode(member))
        {
            string method = member.Value.IsSlice ? SliceCode.NameOf(member) : $"{member.Value.Type}.Read";
            code.Line($"status = {method}(reader.Enter(), out {target}, out offset);")
                .Line($"if (status != {RecordCode.Status}.Done)")
                .Indented("return status;");
        }
        else if (Get(member.Value, "reader", "head", target) is (var text, true))
        {
            code.Line($"if (!{text})").Indented("goto InvalidValue;");
        }
        else
        {
            code.Line($"{Get(member.Value, "reader", "head", target).Text};");
        }
        if (member.NeedsSeen)
            code.Line($"members.Y3Seen |= {RecordCode.Bit(member.Id)};");
        code.Line("break;").Out();
    }

    private static bool IsNode(MemberModel member) => member.Value.IsSlice || member.Value.Wire == Wire.Record;

    private static void Fault(CodeText code, string label, string offset) =>
        code.Label(label).Line($"offset = {offset};").Line($"return {RecordCode.Status}.InvalidData;");
}
