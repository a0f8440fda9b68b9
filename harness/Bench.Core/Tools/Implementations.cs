using System.Reflection;

namespace Bench.Core;

/// <summary>Finds what implements an interface by its type, so that a new one is one new file and stands on no list.</summary>
public static class Implementations
{
    /// <param name="assembly">Where to look.</param>
    /// <returns>One of each class, made by its constructor without parameters.</returns>
    public static IEnumerable<T> Of<T>(Assembly assembly) => assembly.GetTypes()
        .Where(static type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(T)))
        .Select(static type => (T)Activator.CreateInstance(type)!);
}
