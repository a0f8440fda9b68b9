using System.Security.Cryptography;
using System.Text;

namespace Bench.Streaming;

/// <summary>Byte 4 of the handshake.</summary>
public enum CredentialKind : byte
{
    None = 0,

    /// <summary>An application's id and secret, as one string of bytes.</summary>
    AppKey = 1,
}

/// <summary>What a client shows to be let in. Never printed with its secret.</summary>
public sealed class Credential
{
    public static readonly Credential None = new(CredentialKind.None, "", []);

    private Credential(CredentialKind kind, string appId, byte[] payload) => (Kind, AppId, Payload) = (kind, appId, payload);

    public CredentialKind Kind { get; }
    public string AppId { get; }

    /// <summary>As the handshake carries it: for an app key, id and secret one after the other, UTF-8.</summary>
    internal byte[] Payload { get; }

    internal int MaxBytes => Encoding.UTF8.GetByteCount(AppId) + Payload.Length + (2 * Frame.MaxHeader);

    public static Credential AppKey(string id, string secret) => new(CredentialKind.AppKey, id, Encoding.UTF8.GetBytes(id + secret));

    /// <summary>Reads <c>none</c> or <c>appkey:ID:SECRET</c>.</summary>
    /// <exception cref="FormatException">It is neither; the text is not in the message.</exception>
    public static Credential Parse(string text) => text.Split(':', 3) switch
    {
        ["none"] => None,
        ["appkey", { Length: > 0 } id, { Length: > 0 } secret] => AppKey(id, secret),
        _ => throw new FormatException("a credential is 'none' or 'appkey:ID:SECRET'"),
    };

    /// <summary>Whether a client that shows <paramref name="shown"/> may come in where this is asked for; takes as long for any wrong secret.</summary>
    internal bool Admits(Credential shown) =>
        Kind == CredentialKind.None || (shown.Kind == Kind && shown.AppId == AppId && CryptographicOperations.FixedTimeEquals(shown.Payload, Payload));

    internal static Credential FromWire(CredentialKind kind, string appId, byte[] payload) => new(kind, appId, payload);

    public override string ToString() => Kind == CredentialKind.None ? "none" : $"appkey:{AppId}:…";
}
