namespace Bench.Y3.Generator;

/// <summary><c>Write</c>: the members in the order of their declaration.</summary>
internal static class WriteCode
{
    internal static void Add(CodeText code, RecordModel record)
    {
        code.Line()
            .Line("/// <inheritdoc/>")
            .Open($"public void Write(ref {RecordCode.Library}.Y3Writer writer)");
        foreach (MemberModel member in record.Members)
            Add(code, member);
        code.Close();
    }

    private static void Add(CodeText code, MemberModel member)
    {
        string? pattern = Present(member);
        string access = pattern is null ? $"this.{member.Name}" : $"value{member.Id:X2}";
        if (pattern is not null)
            code.Open($"if (this.{member.Name} is {pattern} {access})");
        if (member.Value.IsSlice)
            Slice(code, member, access);
        else
            One(code, member.Value, member.Id, access);
        if (pattern is not null)
            code.Close();
    }

    /// <summary>What the value has to be like so that there is a packet; null where there always is one.</summary>
    private static string? Present(MemberModel member) => member.Value switch
    {
        { Shape: Shape.ImmutableArray } => "{ IsDefault: false }",
        { IsSlice: false, Wire: Wire.Bytes, IsArrayOfBytes: false } when member.OmitsEmpty => "{ IsEmpty: false }",
        { IsSlice: false, Wire: Wire.Bytes, IsArrayOfBytes: false, IsNullable: false } => null,
        { IsSlice: false, Wire: Wire.String or Wire.Bytes } when member.OmitsEmpty => "{ Length: > 0 }",
        { IsSlice: false, IsNumber: true, IsNullable: false } => null,
        { IsSlice: false, Wire: Wire.Record, IsStruct: true, IsNullable: false } => null,
        _ => "{ }",
    };

    private static void Slice(CodeText code, MemberModel member, string access)
    {
        string count = member.Value.Shape is Shape.Array or Shape.ImmutableArray ? "Length" : "Count";
        string scope = Begin(code, member.Tag);
        code.Open($"for (int at = 0; at < {access}.{count}; at++)");
        One(code, member.Value, id: 0, $"{access}[at]");
        code.Close().Line($"writer.End({scope});");
    }

    private static void One(CodeText code, ValueModel value, int id, string access)
    {
        if (value.Wire == Wire.Record)
        {
            string scope = Begin(code, MemberModel.NodeBit | id);
            code.Line($"{access}.Write(ref writer);").Line($"writer.End({scope});");
            return;
        }
        string cast = value.IsEnum ? $"({TypeText.OfItem(value)})" : "";
        string bytes = value is { Wire: Wire.Bytes, IsArrayOfBytes: false } ? ".Span" : "";
        code.Line($"writer.Write{(value.IsNarrow ? Wire.Int32 : value.Wire)}(0x{id:X2}, {cast}{access}{bytes});");
    }

    /// <returns>The variable with the open node.</returns>
    private static string Begin(CodeText code, int tag)
    {
        string scope = $"scope{tag:X2}";
        code.Line($"{RecordCode.Library}.Y3Scope {scope} = writer.Begin(new {RecordCode.Library}.Y3Tag({RecordCode.Tag(tag)}));");
        return scope;
    }
}
