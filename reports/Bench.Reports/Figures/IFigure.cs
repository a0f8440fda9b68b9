using System.Text.Json.Nodes;

namespace Bench.Reports;

/// <summary>A figure as a Vega-Lite specification without its data. Found by its type: a new figure is one new file.</summary>
public interface IFigure
{
    /// <summary>In file names and pages.</summary>
    string Id { get; }

    /// <summary>Position in the report.</summary>
    int Order { get; }
    string Title { get; }

    /// <summary>How it is to be read, one or two sentences.</summary>
    string Caption { get; }

    FigureRows Rows { get; }

    /// <summary>What it always shows; empty where it shows the measure that the reader has chosen.</summary>
    IReadOnlyList<Measure> Measures { get; }

    /// <summary>One size of one run. Data set <c>rows</c> and the words of <see cref="FigureWords"/> are filled in by who draws it.</summary>
    JsonObject Spec();
}

/// <summary>What a row of a figure's data is.</summary>
public enum FigureRows
{
    /// <summary>Memory of a case, or the size of what is shipped for it.</summary>
    Weights,

    /// <summary>A measure of a case with a ratio to the baseline.</summary>
    Ratios,

    /// <summary>One process.</summary>
    Values,

    /// <summary>A part of a case's total time.</summary>
    Phases,

    /// <summary>One iteration inside a process.</summary>
    Iterations,

    /// <summary>A backend over all workloads.</summary>
    Means,

    /// <summary>A compilation ahead of time against the best of a class that needs none.</summary>
    Paybacks,

    /// <summary>A quantile of the latencies of a stream.</summary>
    Quantiles,

    /// <summary>A part of the latency of a stream's message.</summary>
    Parts,
}
