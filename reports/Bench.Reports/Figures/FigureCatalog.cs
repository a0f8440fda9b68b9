using System.Reflection;

namespace Bench.Reports;

/// <summary>All figures, in the order of the report.</summary>
public static class FigureCatalog
{
    public static IReadOnlyList<IFigure> All { get; } = [.. Assembly.GetExecutingAssembly().GetTypes()
        .Where(static type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFigure)))
        .Select(static type => (IFigure)Activator.CreateInstance(type)!)
        .OrderBy(static figure => figure.Order)];
}
