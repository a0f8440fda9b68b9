using Bench.Fleet;

namespace Bench.Tests;

public sealed class ImageTroubleTests
{
    private const string Image = "10.77.0.11:5000/bench:0123456789abcdef", Refused = "the Docker engine refused distribution/json: ";

    [Theory]
    [InlineData("Get \"https://10.77.0.11:5000/v2/\": http: server gave HTTP response to HTTPS client", "10.77.0.11:5000 has no TLS: put \"insecure-registries\": [\"10.77.0.11:5000\"] into /etc/docker/daemon.json of every node and restart the engines")]
    [InlineData("manifest unknown: only the image that was built last is here", "10.77.0.11:5000 has no such image; ./bench image serve shows the name of the one that it has")]
    [InlineData("Get \"http://10.77.0.11:5000/v2/\": dial tcp 10.77.0.11:5000: connect: connection refused", "10.77.0.11:5000 does not answer (connection refused); ./bench image serve has to run until every node has pulled")]
    [InlineData("Get \"http://10.77.0.11:5000/v2/\": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)", "10.77.0.11:5000 does not answer (request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)); ./bench image serve has to run until every node has pulled")]
    [InlineData("unauthorized: authentication required", "the manager's engine gets from 10.77.0.11:5000: authentication required")]
    public void What_the_registry_said_decides_what_to_do(string said, string expected) =>
        Assert.Equal(expected, ImageTrouble.Advice(Image, Refused + said));

    [Fact]
    public void An_image_that_the_manager_would_get_points_to_the_node() =>
        Assert.Equal(
            "the manager's engine gets it from 10.77.0.11:5000; docker pull on that node says what is in its way, and without TLS its daemon.json needs \"insecure-registries\": [\"10.77.0.11:5000\"]",
            ImageTrouble.Advice(Image, null));

    [Theory]
    [InlineData("localhost/bench:0123456789abcdef")]
    [InlineData("bench:0123456789abcdef")]
    [InlineData("")]
    public void A_name_without_a_registry_has_to_be_loaded(string image) =>
        Assert.Equal("bring it there with docker load, or let the nodes pull it from ./bench image serve", ImageTrouble.Advice(image, Refused + "connection refused"));

    [Theory]
    [InlineData("rejected", "No such image: x", true)]
    [InlineData("rejected", "invalid mount config", false)]
    [InlineData("rejected", null, false)]
    [InlineData("failed", "No such image: x", false)]
    public void Only_a_task_that_was_rejected_for_its_image_is_one(string state, string? error, bool expected) =>
        Assert.Equal(expected, ImageTrouble.IsOf(new SwarmTask("t", "n", state, null, error, null, default, default)));

    [Fact]
    public void What_a_registry_says_at_length_is_cut() =>
        Assert.InRange(ImageTrouble.Advice(Image, new string('x', 100_000)).Length, 1, 300);
}
