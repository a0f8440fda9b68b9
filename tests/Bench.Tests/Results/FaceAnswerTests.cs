using Bench.Core;

namespace Bench.Tests;

public sealed class FaceAnswerTests
{
    [Fact]
    public void No_face_has_a_score_and_no_box() => Assert.Equal(new FaceAnswer(0.362, null), FaceAnswer.Parse("none 0.362"));

    [Theory]
    [InlineData("")]
    [InlineData("face 0.9")]
    [InlineData("face 0.9 1 2 3 x")]
    [InlineData("face 0.9 1 2 3 NaN")]
    [InlineData("face 0.9 1 2 3 4 5")]
    [InlineData("none")]
    [InlineData("error truncated PNG")]
    public void Anything_else_is_no_answer(string text) => Assert.Null(FaceAnswer.Parse(text));
}
