namespace Bench.Functions;

/// <summary>The functions that there are in C#. Written out: reflection would cost start-up time, and Native AOT would cut the classes away.</summary>
public static class FunctionTable
{
    public static IReadOnlyList<string> Names { get; } = ["noise-average", "recognise", "triple", "upper"];

    /// <returns>A new one, which has seen no message; null where there is none of that name.</returns>
    public static IStreamFunction? Create(string name) => name switch
    {
        "noise-average" => new NoiseAverage(),
        "recognise" => new Recognise(),
        "triple" => new Triple(),
        "upper" => new Upper(),
        _ => null,
    };
}
