namespace Bench.Y3.Generator;

/// <summary>What was read so far, and the record that is made of it.</summary>
internal static class MakeCode
{
    internal const string Members = "Y3Members";

    internal static void Add(CodeText code, RecordModel record)
    {
        AddMake(code, record);
        code.Line().Open($"private struct {Members}");
        if (record.Members.Any(static one => one.NeedsSeen))
            code.Line("public ulong Y3Seen;");
        foreach (MemberModel member in record.Members)
            code.Line($"public {TypeText.OfStorage(member.Value)} {member.Name};");
        code.Close();
        foreach (MemberModel member in record.Members)
        {
            if (member.Role != Role.Accessor)
                continue;
            code.Line()
                .Line($"[global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.Method, Name = \"set_{member.BareName}\")]")
                .Line($"private static extern void Y3Set{member.BareName}({(record.IsStruct ? "ref " : "")}{record.Type} made, {TypeText.OfProperty(member.Value)} value);");
        }
    }

    private static void AddMake(CodeText code, RecordModel record)
    {
        MemberModel[] arguments = [.. record.Members.Where(static one => one.Role == Role.Parameter)];
        MemberModel[] initialized = [.. record.Members.Where(static one => one.Role == Role.Initializer)];
        MemberModel[] later = [.. record.Members.Where(static one => one.Role is Role.Assigned or Role.Accessor)];
        code.Line().Open($"private static {record.Type} Y3Make(in {Members} members)")
            .Line($"{record.Type} made = new {record.Type}(").In();
        for (int at = 0; at < arguments.Length; at++)
            code.Line($"{arguments[at].Parameter}: {Expression(arguments[at])}{(at + 1 < arguments.Length ? "," : "")}");
        code.Out().Open(")");
        foreach (MemberModel member in initialized)
            code.Line($"{member.Name} = {Expression(member)},");
        code.Close("};");
        foreach (MemberModel member in later)
            code.Line($"if ({Seen(member)})")
                .Indented(member.Role == Role.Assigned
                    ? $"made.{member.Name} = {Expression(member)};"
                    : $"Y3Set{member.BareName}({(record.IsStruct ? "ref " : "")}made, {Expression(member)});");
        code.Line("return made;").Close();
    }

    /// <summary>The member's value, also where it was not read.</summary>
    private static string Expression(MemberModel member)
    {
        ValueModel value = member.Value;
        string stored = $"members.{member.Name}";
        string cast = value.IsEnum && !value.IsSlice ? $"({value.Type})" : "";
        if (value.IsNullableValue)
            return $"{Seen(member)} ? ({TypeText.OfProperty(value)}){cast}{stored} : {(member.Default is null ? "null" : $"{cast}({member.Default})")}";
        if (value.IsNumber && !value.IsSlice)
            return cast + stored;
        if (value.Shape == Shape.ImmutableArray)
            return $"{stored}.IsDefault ? [] : {stored}";
        if (value.Wire == Wire.Record && !value.IsSlice)
            return value.IsStruct || value.IsNullable ? stored : $"{stored}!";
        if (value is { Wire: Wire.Bytes, IsSlice: false, IsArrayOfBytes: false })
            return stored;
        string? absent = member.Default ?? (value.IsNullable ? null : value is { Wire: Wire.String, IsSlice: false } ? "\"\"" : "[]");
        return absent is null ? stored : $"{stored} ?? {absent}";
    }

    private static string Seen(MemberModel member) => $"(members.Y3Seen & {RecordCode.Bit(member.Id)}) != 0";
}
