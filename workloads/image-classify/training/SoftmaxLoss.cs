namespace Bench.Training;

/// <summary>How surprised a network is by the right answer: minus the logarithm of the probability that it gives it.</summary>
internal static class SoftmaxLoss
{
    /// <param name="scores">Of all answers: log-odds up to a common summand.</param>
    /// <param name="gradient">Of the loss by each score.</param>
    /// <returns>In nats; not negative.</returns>
    public static double Of(ReadOnlySpan<float> scores, int label, Span<float> gradient)
    {
        // The largest goes out of every exponent: none overflows.
        double largest = scores[0];
        foreach (float score in scores)
            largest = Math.Max(largest, score);
        double sum = 0;
        foreach (float score in scores)
            sum += Math.Exp(score - largest);
        for (int i = 0; i < scores.Length; i++)
            gradient[i] = (float)(Math.Exp(scores[i] - largest) / sum - (i == label ? 1 : 0));
        return Math.Log(sum) - (scores[label] - largest);
    }
}
