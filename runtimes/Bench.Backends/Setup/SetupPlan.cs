using System.Text;
using Bench.Core;

namespace Bench.Backends.Setup;

/// <summary>Everything that set-up would do, and what it cannot do here.</summary>
public sealed record SetupPlan(IReadOnlyList<SetupStep> Steps, IReadOnlyList<Unavailable> Unavailable)
{
    /// <summary>The plan as a shell script: comments with the reasons, then the exact commands.</summary>
    public string Script
    {
        get
        {
            StringBuilder text = new();
            foreach (SetupStep step in Steps)
                text.Append($"# {step.Reason}\n{step.Shell}\n");
            foreach (Unavailable one in Unavailable)
                text.Append($"# not possible here: {one.Tool.Id} ({one.Tool.Title}): {one.Reason}\n");
            return text.ToString();
        }
    }
}

/// <summary>A tool that is missing and stays so.</summary>
public sealed record Unavailable(Tool Tool, string Reason);
