using Bench.Backends.Workers;
using Bench.Core;

namespace Bench.Backends;

/// <summary>Serverless workers: V8 behind a server of requests, each of which runs the program in a new instance of its module.</summary>
public sealed class WorkerdFamily : IBackendFamily
{
    public IEnumerable<Backend> Backends => [new WorkerdBackend()];
}
