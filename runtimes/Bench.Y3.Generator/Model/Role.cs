namespace Bench.Y3.Generator;

/// <summary>How a member comes into the record.</summary>
internal enum Role
{
    /// <summary>As an argument of the constructor.</summary>
    Parameter,

    /// <summary>In the object initialiser: there is no default of its own that an absent packet would have to leave.</summary>
    Initializer,

    /// <summary>Set afterwards, if it was read: the property has an initialiser, or a constructor may have set it.</summary>
    Assigned,

    /// <summary>As <see cref="Assigned"/>, but <c>init</c>: C# has no syntax for setting it only sometimes.</summary>
    Accessor,
}
