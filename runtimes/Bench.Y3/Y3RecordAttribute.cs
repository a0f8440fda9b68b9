namespace Bench.Y3;

/// <summary>
/// Has the source generator implement <see cref="IY3Record{TSelf}"/> for a partial class, struct or record whose properties
/// have a <see cref="Y3Attribute"/>. What may be a member, and what stands for an absent one: docs/y3.md.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class Y3RecordAttribute : Attribute;
