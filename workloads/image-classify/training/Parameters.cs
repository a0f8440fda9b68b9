namespace Bench.Training;

/// <summary>Numbers to be learned.</summary>
internal sealed class Parameters(int count)
{
    public float[] Values { get; } = new float[count];

    /// <summary>Of the loss by each value, summed up since it was last cleared.</summary>
    public float[] Gradients { get; } = new float[count];

    /// <summary>Normally distributed, so that what comes out of a layer of rectified inputs is about as large as what goes in.</summary>
    /// <param name="fanIn">Inputs of an output.</param>
    /// <remarks>He et al., "Delving Deep into Rectifiers", 2015.</remarks>
    public void Initialise(Random random, int fanIn)
    {
        double deviation = Math.Sqrt(2.0 / fanIn);
        for (int i = 0; i < Values.Length; i++)
            Values[i] = (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }
}
