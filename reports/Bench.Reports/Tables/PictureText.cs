using System.Globalization;
using Bench.Core;

namespace Bench.Reports;

/// <summary>What a program said of an image, for a person.</summary>
internal static class PictureText
{
    internal static string Of(PictureRecord picture) => FaceAnswer.Parse(picture.Answer) is FaceAnswer face
        ? string.Create(CultureInfo.InvariantCulture, $"{(face.Box is null ? "no face" : "face")}, score {face.Score:0.000}")
        : OutcomeText.OneLine(picture.Answer);
}
