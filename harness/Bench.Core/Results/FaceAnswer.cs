using System.Globalization;

namespace Bench.Core;

/// <summary>What the programs that look for a face print of an image: <c>face SCORE CX CY W H</c> or <c>none SCORE</c>.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="Box">Of the face; null where there is none.</param>
public sealed record FaceAnswer(double Score, FaceBox? Box)
{
    /// <returns>Null for anything else, such as an error.</returns>
    public static FaceAnswer? Parse(string text)
    {
        string[] words = text.Split(' ');
        double[] numbers = [.. words.Skip(1).Select(static word =>
            double.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        return numbers.Any(static one => !double.IsFinite(one)) ? null : (words[0], numbers) switch
        {
            ("face", [double score, double x, double y, double width, double height]) => new FaceAnswer(score, new FaceBox(x, y, width, height)),
            ("none", [double score]) => new FaceAnswer(score, null),
            _ => null,
        };
    }
}

/// <summary>Fractions of the image's width and height.</summary>
public readonly record struct FaceBox(double CentreX, double CentreY, double Width, double Height);
