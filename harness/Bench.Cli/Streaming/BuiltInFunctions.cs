using Bench.Core;
using Bench.Functions;
using Bench.Streaming;

namespace Bench.Cli;

/// <summary>The project's functions in C#, within this process: what every other host of theirs is compared with.</summary>
internal static class BuiltInFunctions
{
    /// <returns>What makes a host with a function that has seen no message, and the tags that it observes.</returns>
    /// <exception cref="UsageException">There is none of that name.</exception>
    internal static (Func<IFunctionHost> Host, IReadOnlyList<byte> Observed) Find(string name)
    {
        try
        {
            return FunctionTable.Create(name) is IStreamFunction first
                ? (() => StreamFunctionOptions.From(new Adapter(FunctionTable.Create(name)!).Handle)(), first.ObservedTags)
                : throw Names.Unknown("delegate", name, FunctionTable.Names);
        }
        catch (InvalidDataException e)
        {
            throw new UsageException($"{name}: {e.Message}", e);
        }
    }

    private sealed class Adapter(IStreamFunction function) : IReplies
    {
        private FunctionCall _call = null!;

        public void Reply(byte tag, ReadOnlySpan<byte> data) => _call.Reply(tag, data);

        internal void Handle(FunctionCall call)
        {
            _call = call;
            function.Handle(call.Tag, call.Data.Span, this);
        }
    }
}
