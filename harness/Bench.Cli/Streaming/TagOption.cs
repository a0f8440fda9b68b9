using System.CommandLine;
using Bench.Core;
using Bench.Streaming;

namespace Bench.Cli;

/// <summary>Tags on the command line: 0x33 or 51.</summary>
internal static class TagOption
{
    internal static byte Parse(string text) => DataTag.TryParse(text, out byte tag) ? tag : throw new UsageException(DataTag.Wrong(text));

    internal static Option<string[]> Observe(string description) => new("--observe") { HelpName = "TAG", Description = description, DefaultValueFactory = static _ => [], AllowMultipleArgumentsPerToken = true };
}
