namespace Bench.Gate;

/// <summary>gate.json: everything, for programs and for <c>gate accept</c>; schema reports/gate-report.schema.json.</summary>
internal sealed class GateJsonFormat : IGateFormat
{
    public string Name => "json";

    public string? File => "gate.json";

    public string Render(GateReport report) => GateJson.Write(report);
}
