using Bench.Backends.MicroVm;
using Bench.Core;

namespace Bench.Backends;

/// <summary>Micro virtual machines: the native program in a guest of its own with its own kernel, and nothing else in it.</summary>
public sealed class MicroVmFamily : IBackendFamily
{
    public IEnumerable<Backend> Backends { get; } = [new MicroVmBackend(new KvmCheck())];
}
