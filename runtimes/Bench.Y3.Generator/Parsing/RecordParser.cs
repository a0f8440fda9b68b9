using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Bench.Y3.Generator;

/// <summary>Reads a <c>[Y3Record]</c> from its symbol: for the generator, and for the analyzer, which wants the faults.</summary>
internal sealed class RecordParser
{
    private static readonly SymbolDisplayFormat s_ownName = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters, miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private readonly INamedTypeSymbol _type;
    private readonly Action<Diagnostic>? _report;
    private readonly CancellationToken _ct;
    private readonly Location _where;
    private bool _faulty;

    private RecordParser(INamedTypeSymbol type, Action<Diagnostic>? report, CancellationToken ct)
    {
        _type = type;
        _report = report;
        _ct = ct;
        _where = type.Find(Names.RecordAttribute)?.Where(ct) ?? Location.None;
    }

    /// <param name="report">Gets every fault and warning.</param>
    /// <returns>Null where there is a fault.</returns>
    internal static RecordModel? Parse(INamedTypeSymbol type, Action<Diagnostic>? report, CancellationToken ct) => new RecordParser(type, report, ct).Parse();

    private RecordModel? Parse()
    {
        CheckType();
        IMethodSymbol? constructor = Constructor();
        ImmutableArray<MemberModel> members = [.. Members(constructor)];
        if (_faulty)
            return null;
        Stack<string> containers = [];
        for (INamedTypeSymbol? outer = _type.ContainingType; outer is not null; outer = outer.ContainingType)
            containers.Push(Declaration(outer));
        return new RecordModel(
            _type.ContainingNamespace.IsGlobalNamespace ? "" : _type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)),
            new EquatableArray<string>([.. containers]),
            Declaration(_type),
            _type.FullName(),
            HintName(),
            _type.IsValueType,
            new EquatableArray<MemberModel>(members));
    }

    private void CheckType()
    {
        if (_type.IsStatic || _type.IsAbstract)
            CannotBeMade(_type.IsStatic ? "it is static" : "it is abstract");
        if (_type.IsRefLikeType)
            CannotBeMade("it is a ref struct");
        if (_type.IsFileLocal)
            CannotBeMade("it is local to its file");
        for (INamedTypeSymbol? parent = _type.BaseType; parent is not null; parent = parent.BaseType)
            if (parent.Find(Names.RecordAttribute) is not null || Tagged(parent).Any())
                CannotBeMade($"its base type '{parent.Name}' has members already");
        for (INamedTypeSymbol? one = _type; one is not null; one = one.ContainingType)
            if (!one.DeclaringSyntaxReferences.Any(part => part.GetSyntax(_ct) is TypeDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(static token => token.ValueText == "partial")))
                Report(Diagnostics.NotPartial, _where, one.Name, _type.Name);
        foreach (string name in (string[])["Read", "Write"])
            if (_type.GetMembers(name).Any(static member => member is not IMethodSymbol))
                Report(Diagnostics.NameTaken, _where, _type.Name, name);
    }

    /// <summary>That of a positional record; else the one without parameters; else the only one.</summary>
    private IMethodSymbol? Constructor()
    {
        IMethodSymbol? primary = _type.InstanceConstructors.FirstOrDefault(one => one.DeclaringSyntaxReferences.Any(part => part.GetSyntax(_ct) is RecordDeclarationSyntax));
        if (primary is not null || _type.IsStatic)
            return primary;
        IMethodSymbol[] all = [.. _type.InstanceConstructors.Where(one => !IsCopy(one))];
        IMethodSymbol? constructor = all.FirstOrDefault(static one => one.Parameters.IsEmpty) ?? (all.Length == 1 ? all[0] : null);
        if (constructor is null)
            CannotBeMade("it has more than one constructor, and none without parameters");
        return constructor;
    }

    private bool IsCopy(IMethodSymbol constructor) =>
        _type.IsRecord && constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, _type);

    private IEnumerable<MemberModel> Members(IMethodSymbol? constructor)
    {
        Dictionary<int, string> names = [];
        HashSet<string> parameters = [];
        foreach ((IPropertySymbol property, AttributeData attribute) in Tagged(_type))
        {
            _ct.ThrowIfCancellationRequested();
            Location where = attribute.Where(_ct);
            if (attribute.Id() is not { } id)
            {
                _faulty = true;
                continue;
            }
            CheckId(id, property, names, where);
            IParameterSymbol? parameter = constructor?.Parameters.FirstOrDefault(one => IsOf(one, property));
            if (parameter is not null)
                parameters.Add(parameter.Name);
            if (Value(property, parameter, where) is { } value && constructor is not null)
                yield return Member(property, id, value, constructor, parameter);
        }
        foreach (IParameterSymbol parameter in constructor?.Parameters ?? [])
            if (!parameter.IsOptional && !parameters.Contains(parameter.Name))
                CannotBeMade($"its parameter '{parameter.Name}' is no member and has no default");
        if (constructor?.Find("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute") is null)
            foreach (IPropertySymbol property in _type.GetMembers().OfType<IPropertySymbol>())
                if (property.IsRequired && property.Find(Names.MemberAttribute) is null)
                    CannotBeMade($"'{property.Name}' is required, but is no member");
    }

    private void CheckId(int id, IPropertySymbol property, Dictionary<int, string> names, Location where)
    {
        if (id is < 1 or > 0x3F)
            Report(Diagnostics.TagOutOfRange, where, id);
        else if (names.TryGetValue(id, out string other))
            Report(Diagnostics.TagUsedTwice, where, id, other);
        else if (id < 0x10)
            Report(Diagnostics.ReservedTag, where, id);
        names[id] = property.Name;
    }

    private ValueModel? Value(IPropertySymbol property, IParameterSymbol? parameter, Location where)
    {
        bool isSettable = property is { GetMethod: not null, IsStatic: false, IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true }
            && (property.SetMethod is not null || parameter is not null);
        if (!isSettable)
            Report(Diagnostics.NotSettable, where, property.Name);
        else if (Cycle.LeadsTo(property, _type))
            Report(Diagnostics.ContainsItself, where, property.Name, _type.Name);
        else if (ValueParser.Parse(property.Type, out string reason) is { } value)
            return value;
        else
            Report(Diagnostics.UnsupportedType, where, property.Name, reason);
        return null;
    }

    private MemberModel Member(IPropertySymbol property, int id, ValueModel value, IMethodSymbol constructor, IParameterSymbol? parameter)
    {
        PropertyDefault own = parameter is null ? PropertyDefault.Of(property, constructor, _ct) : PropertyDefault.Of(parameter, value);
        Role role = parameter is not null ? Role.Parameter
            : property.IsRequired || !own.Exists ? Role.Initializer
            : property.SetMethod!.IsInitOnly ? Role.Accessor
            : Role.Assigned;
        bool omitsEmpty = !value.IsNullable && (own.IsEmpty || role == Role.Initializer);
        return new MemberModel(property.Escaped(), id, value, role, parameter?.Escaped(), own.Literal, omitsEmpty);
    }

    private static bool IsOf(IParameterSymbol parameter, IPropertySymbol property) =>
        string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase) && SymbolEqualityComparer.Default.Equals(parameter.Type, property.Type);

    private static IEnumerable<(IPropertySymbol Property, AttributeData Attribute)> Tagged(INamedTypeSymbol type)
    {
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
            if (property.Find(Names.MemberAttribute) is { } attribute)
                yield return (property, attribute);
    }

    private static string Declaration(INamedTypeSymbol type)
    {
        string keyword = type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { IsRecord: true, IsValueType: true } => "record struct",
            { IsRecord: true } => "record",
            { IsValueType: true } => "struct",
            _ => "class",
        };
        return $"partial {keyword} {type.ToDisplayString(s_ownName)}";
    }

    /// <summary>As reflection calls the type: no two have the same.</summary>
    private string HintName()
    {
        StringBuilder name = new(_type.MetadataName);
        for (INamedTypeSymbol? outer = _type.ContainingType; outer is not null; outer = outer.ContainingType)
            name.Insert(0, $"{outer.MetadataName}+");
        for (INamespaceSymbol space = _type.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
            name.Insert(0, $"{space.MetadataName}.");
        return $"{name}.g.cs";
    }

    private void CannotBeMade(string reason) => Report(Diagnostics.CannotBeMade, _where, _type.Name, reason);

    private void Report(DiagnosticDescriptor descriptor, Location where, params object[] arguments)
    {
        _faulty |= descriptor.DefaultSeverity == DiagnosticSeverity.Error;
        _report?.Invoke(Diagnostic.Create(descriptor, where, arguments));
    }
}
