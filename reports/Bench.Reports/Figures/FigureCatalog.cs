using System.Reflection;
using Bench.Core;

namespace Bench.Reports;

/// <summary>All figures, in the order of the report.</summary>
public static class FigureCatalog
{
    public static IReadOnlyList<IFigure> All { get; } = [.. Implementations.Of<IFigure>(Assembly.GetExecutingAssembly())
        .OrderBy(static figure => figure.Order)];
}
