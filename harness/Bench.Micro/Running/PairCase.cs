using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Bench.Micro;

/// <summary>A method of a workload with one size. New ones are found by their attributes.</summary>
internal sealed record PairCase(PairWorkload Workload, PairSize Size, Contestant Contestant, MethodInfo Method)
{
    public static IReadOnlyList<PairCase> All { get; } =
    [
        .. from type in typeof(PairWorkload).Assembly.GetTypes()
        where type.IsSubclassOf(typeof(PairWorkload))
        let workload = (PairWorkload)Activator.CreateInstance(type)!
        orderby workload.Id
        from method in type.GetMethods()
        let attribute = method.GetCustomAttribute<BenchmarkAttribute>()
        where attribute is not null
        let contestant = Contestant.All.Single(one => one.Id == attribute.Description)
        from size in workload.Sizes
        where size.Key is null || size.IsMiddle || method.GetCustomAttribute<MiddleKeyOnlyAttribute>() is null
        select new PairCase(workload, size, contestant, method),
    ];

    /// <summary>workload/size/backend, as in run.jsonl.</summary>
    public string Id => $"{Workload.Id}/{Size}/{Contestant.Id}";

    /// <returns>Null when there is no such case.</returns>
    public static PairCase? Find(string id) => All.FirstOrDefault(one => one.Id == id);
}
