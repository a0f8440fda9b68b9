using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;

namespace Bench.Micro;

/// <summary>A method of a workload with one size. New ones are found by their attributes.</summary>
internal sealed record PairCase(PairWorkload Workload, PairSize Size, PairContestant Contestant, MethodInfo Method) : MeasuredCase(Method)
{
    public static new IReadOnlyList<PairCase> All { get; } =
    [
        .. from type in typeof(PairWorkload).Assembly.GetTypes()
        where type.IsSubclassOf(typeof(PairWorkload))
        let workload = (PairWorkload)Activator.CreateInstance(type)!
        orderby workload.Id
        from method in type.GetMethods()
        let attribute = method.GetCustomAttribute<BenchmarkAttribute>()
        where attribute is not null
        let contestant = PairContestant.All.Single(one => one.Id == attribute.Description)
        from size in workload.Sizes
        where size.Key is null || size.IsMiddle || method.GetCustomAttribute<MiddleKeyOnlyAttribute>() is null
        select new PairCase(workload, size, contestant, method),
    ];

    public override string WorkloadId => Workload.Id;
    public override string WorkloadTitle => Workload.Title;
    public override string SizeId => Size.ToString();
    public override IReadOnlyList<string> Arguments => Workload.Arguments(Size);
    public override string ExpectedAnswer => Workload.ExpectedAnswer(Size);
    public override bool IsStandard => Workload.IsStandard(Size);
    public override Contestant MadeBy => Contestant;
    public override int PayloadBytes => Workload.PayloadBytes(Contestant.Format);
    public override int? ArrivedBytes => Workload.ArrivedBytes;

    /// <returns>Null when there is no such case.</returns>
    public static new PairCase? Find(string id) => All.FirstOrDefault(one => one.Id == id);

    public override object Prepare()
    {
        Workload.Size = Size;
        Workload.Prepare();
        return Workload;
    }

    public override string Answer(object result) => Workload.Answer(result, Contestant.Format);

    public override bool Is(BenchmarkCase found) => Equals(found.Parameters[nameof(PairWorkload.Size)], Size);
}
