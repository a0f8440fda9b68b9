using Bench.Workloads;

namespace Bench.Tests;

public sealed class FaceTests
{
    [Fact]
    public void Of_two_with_the_same_score_the_first_is_taken()
    {
        BlazeFaceOutput output = new();
        output.Scores[141] = output.Scores[600] = 3;
        // Anchor 141 is the second one of cell 70, the seventh in the fifth row of 16.
        Assert.Equal((6.5f / 16, 4.5f / 16), (Face.Find(output, 128, 128).CentreX, Face.Find(output, 128, 128).CentreY));
    }

    [Fact]
    public void The_coarser_grid_has_six_anchors_a_cell()
    {
        BlazeFaceOutput output = new();
        output.Scores[512 + 6 * 9] = 3;
        Assert.Equal((1.5f / 8, 1.5f / 8), (Face.Find(output, 128, 128).CentreX, Face.Find(output, 128, 128).CentreY));
    }

    [Theory]
    [InlineData(400, 400, "face 0.953 0.500 0.625 0.250 0.125")]
    [InlineData(400, 200, "face 0.953 0.500 0.750 0.250 0.250")]
    [InlineData(100, 400, "face 0.953 0.500 0.625 1.000 0.125")]
    public void A_box_is_in_fractions_of_the_image_without_what_made_it_a_square(int width, int height, string expected)
    {
        BlazeFaceOutput output = new();
        int anchor = 512 + 6 * (4 * 8 + 3);
        output.Scores[anchor] = 3;
        // From the centre of the cell, (3.5, 4.5) of 8, to (4, 5) of 8.
        ((float[])[8, 8, 32, 16]).CopyTo(output.Boxes, anchor * BlazeFaceOutput.Numbers);
        Assert.Equal(expected, Face.Find(output, width, height).ToString());
    }

    [Theory]
    [InlineData(1.0986f, "none 0.750")]
    [InlineData(1.0987f, "face 0.750 0.031 0.031 0.000 0.000")]
    public void A_face_begins_at_three_quarters(float logit, string expected)
    {
        BlazeFaceOutput output = new();
        Array.Fill(output.Scores, -9);
        output.Scores[0] = logit;
        Assert.Equal(expected, Face.Find(output, 128, 128).ToString());
    }
}
