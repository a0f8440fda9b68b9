namespace Bench.Streaming;

/// <summary>Words for the codes with which QUIC itself ends a connection.</summary>
internal static class QuicErrors
{
    private const ulong FirstAlert = 0x100;
    private const ulong LastAlert = 0x1FF;
    private const ulong CertificateExpired = 45;
    private const ulong NoApplicationProtocol = 120;

    // RFC 9000, 20.1, by code.
    private static readonly string[] s_names =
    [
        "no error", "internal error", "connection refused", "flow control error", "stream limit error", "stream state error",
        "final size error", "frame encoding error", "transport parameter error", "connection id limit error", "protocol violation",
        "invalid token", "application error", "crypto buffer exceeded", "key update error", "AEAD limit reached", "no viable path",
    ];

    /// <param name="protocol">The ALPN of this side.</param>
    public static string Describe(QuicEnd end, string protocol)
    {
        if (end.Code is >= FirstAlert and <= LastAlert)
            return DescribeAlert(end.Code - FirstAlert, end.Local, protocol);
        string name = end.Code < (ulong)s_names.Length ? s_names[end.Code] : $"QUIC error 0x{end.Code:x}";
        return end.Text.Length == 0 ? name : $"{name}: {end.Text}";
    }

    /// <summary>TLS alerts (RFC 8446, 6.2): 42 to 49 are about certificates.</summary>
    private static string DescribeAlert(ulong alert, bool local, string protocol) => alert switch
    {
        NoApplicationProtocol => local ? $"the other side does not speak '{protocol}'" : $"'{protocol}' is not spoken there",
        CertificateExpired => $"{Refuser(local)} found that it has expired",
        >= 42 and <= 49 => $"{Refuser(local)} does not trust it (TLS alert {alert})",
        _ => $"the handshake failed (TLS alert {alert})",
    };

    private static string Refuser(bool local) => local ? "certificate refused: this side" : "certificate refused: the other side";
}
