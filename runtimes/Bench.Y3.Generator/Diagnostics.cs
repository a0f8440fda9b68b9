using Microsoft.CodeAnalysis;

namespace Bench.Y3.Generator;

/// <summary>What can be wrong with a record. docs/y3.md lists them too.</summary>
internal static class Diagnostics
{
    internal static readonly DiagnosticDescriptor TagOutOfRange =
        Error("Y3001", "Tag out of range", "0x{0:X2} is no tag of a member: 0x01 to 0x3F are, 0x00 is that of a slice's items");

    internal static readonly DiagnosticDescriptor TagUsedTwice = Error("Y3002", "Tag used twice", "0x{0:X2} is the tag of '{1}' too");

    internal static readonly DiagnosticDescriptor UnsupportedType = Error("Y3003", "Type without a Y3 form", "'{0}' cannot be a member: {1}");

    internal static readonly DiagnosticDescriptor NotPartial = Error("Y3004", "Type not partial", "'{0}' has to be partial, so that '{1}' can be completed");

    internal static readonly DiagnosticDescriptor NotSettable =
        Error("Y3005", "Member cannot be read and set", "'{0}' needs a get accessor, and a set or an init accessor, and must not be static");

    internal static readonly DiagnosticDescriptor CannotBeMade = Error("Y3006", "Record cannot be made", "'{0}' cannot be a record: {1}");

    internal static readonly DiagnosticDescriptor ContainsItself =
        Error("Y3007", "Record contains itself", "'{0}' leads back to '{1}' without an end: make it nullable or a slice");

    internal static readonly DiagnosticDescriptor NameTaken =
        Error("Y3008", "Name taken", "'{0}' has a member '{1}', which is the name of a generated method");

    internal static readonly DiagnosticDescriptor ReservedTag =
        Warning("Y3009", "Tag reserved by YoMo", "YoMo's codec refuses 0x01 to 0x0F as tags of members; 0x{0:X2} is understood only where both ends are not YoMo's");

    internal static readonly DiagnosticDescriptor NoRecord = Warning("Y3010", "Member outside of a record", "'{0}' has tags, but is no [Y3Record]: they have no effect");

    private static DiagnosticDescriptor Error(string id, string title, string message) => New(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => New(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor New(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, "Y3", severity, isEnabledByDefault: true);
}
