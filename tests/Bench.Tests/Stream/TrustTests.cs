using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bench.Streaming;

namespace Bench.Tests;

/// <summary>Which servers a client talks to.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void The_development_certificate_is_made_once_and_readable_by_its_owner_only()
    {
        using X509Certificate2 made = DevelopmentCertificate.LoadOrCreate(_folder.Path, DateTimeOffset.UtcNow), again = DevelopmentCertificate.LoadOrCreate(_folder.Path, DateTimeOffset.UtcNow);
        Assert.Equal(ServerTrust.FingerprintOf(made), ServerTrust.FingerprintOf(again));
        Assert.True(again.HasPrivateKey && again.MatchesHostname("localhost"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(_folder.Path).Single()));
    }

    [Fact]
    public void A_development_certificate_about_to_end_is_replaced()
    {
        using X509Certificate2 made = DevelopmentCertificate.LoadOrCreate(_folder.Path, DateTimeOffset.UtcNow), later = DevelopmentCertificate.LoadOrCreate(_folder.Path, DateTimeOffset.UtcNow.AddDays(360));
        Assert.NotEqual(ServerTrust.FingerprintOf(made), ServerTrust.FingerprintOf(later));
    }

    [Fact]
    public void A_server_of_this_machine_is_pinned_on_first_use_and_another_certificate_refused_from_then_on()
    {
        using X509Certificate2 first = StreamBed.Certificate(), second = StreamBed.Certificate();
        ServerTrust trust = new ServerTrust.SeenBefore(new KnownServers(Path.Combine(_folder.Path, "known")), "localhost:9000", Loopback: true);
        Assert.Null(Refusal(trust, first));
        Assert.Null(Refusal(trust, first));
        Assert.Contains("is not the one seen before", Refusal(trust, second));
    }

    [Fact]
    public void A_server_of_another_machine_is_refused_until_its_fingerprint_is_given()
    {
        using X509Certificate2 certificate = StreamBed.Certificate();
        string fingerprint = ServerTrust.FingerprintOf(certificate);
        Assert.Contains(fingerprint, Refusal(new ServerTrust.SeenBefore(new KnownServers(Path.Combine(_folder.Path, "known")), "far:9000", Loopback: false), certificate));
        Assert.Null(Refusal(new ServerTrust.Pinned(fingerprint.ToUpperInvariant()), certificate));
    }

    [Fact]
    public void Certificates_of_another_time_are_refused_whatever_is_pinned()
    {
        using X509Certificate2 expired = StreamBed.Certificate(-3, -1), early = StreamBed.Certificate(1, 3);
        Assert.Contains("expired", Refusal(new ServerTrust.Pinned(ServerTrust.FingerprintOf(expired)), expired));
        Assert.Contains("valid only from", Refusal(new ServerTrust.Pinned(ServerTrust.FingerprintOf(early)), early));
    }

    [Fact]
    public void An_authority_vouches_for_its_own_names_only()
    {
        using X509Certificate2 certificate = StreamBed.Certificate();
        ServerTrust trust = new ServerTrust.Authorities([certificate]);
        Assert.Null(Refusal(trust, certificate));
        Assert.Contains("not for elsewhere", trust.Refusal(certificate, [], "elsewhere", DateTimeOffset.UtcNow));
        Assert.Contains("not trusted", Refusal(new ServerTrust.Authorities([]), certificate));
    }

    [Fact]
    public async Task A_zipper_with_the_wrong_certificate_is_refused_with_a_reason_on_both_sides()
    {
        await using StreamBed bed = await StreamBed.StartAsync("f");
        StreamSourceOptions options = new() { Name = "s", Transport = "tcp", Trust = new ServerTrust.Pinned(new string('0', 64)) };
        StreamClosedException refused = await Assert.ThrowsAsync<StreamClosedException>(() => StreamSource.ConnectAsync(bed.Address, options, CancellationToken.None));
        Assert.Contains("is not the pinned 0000", refused.Message);
        await StreamBed.UntilAsync(() => bed.Log.Any(static line => line.StartsWith("refused", StringComparison.Ordinal) || line.StartsWith("client", StringComparison.Ordinal)), "the zipper's line");
    }

    [Fact]
    public async Task A_port_in_use_is_one_line()
    {
        await using StreamBed bed = await StreamBed.StartAsync("f");
        Workflow same = StreamBed.WorkflowOf("f") with { Port = bed.Zipper.EndPoints[0].Port };
        StreamClosedException taken = await Assert.ThrowsAsync<StreamClosedException>(() => StreamBed.StartAsync(same));
        Assert.Contains($"cannot listen on {new IPEndPoint(IPAddress.Loopback, same.Port)} (tcp)", taken.Message);
    }

    [Fact]
    public void An_unknown_transport_is_told_with_those_that_there_are() =>
        Assert.Contains("there is no transport 'pigeon'; there are quic, ", Assert.Throws<StreamClosedException>(static () => StreamTransports.Get("pigeon")).Message);

    public void Dispose() => _folder.Dispose();

    private static string? Refusal(ServerTrust trust, X509Certificate2 certificate) => trust.Refusal(certificate, [], "localhost", DateTimeOffset.UtcNow);
}
