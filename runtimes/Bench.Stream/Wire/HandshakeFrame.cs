using System.Text;

namespace Bench.Streaming;

/// <summary>
/// The first frame of a client: node 3D { 01 name, 02 kind, 06 observed tags, 03 app id, 04 kind of credential, 05 credential }.
/// Nothing answers it; a client that is refused is closed.
/// </summary>
/// <param name="ObservedTags">Written for functions only; YoMo 1.5, which has no such field, is answered as if all tags were observed.</param>
/// <remarks>Source: YoMo 1.6, core/frame/handshake_frame.go. Vectors: tests/vectors/yomo-frames.json.</remarks>
internal sealed record HandshakeFrame(string Name, ClientKind Kind, IReadOnlyList<byte>? ObservedTags, Credential Credential)
{
    private const byte NameField = 0x01, KindField = 0x02, TagsField = 0x06, AppField = 0x03, AuthField = 0x04, SecretField = 0x05;

    /// <summary>A handshake is small: who has not shown a credential yet gets no room for more.</summary>
    internal const int MaxBytes = 64 << 10;

    private const int LongestName = 200;

    internal byte[] Encode()
    {
        byte[] body = new byte[64 + (4 * Encoding.UTF8.GetByteCount(Name)) + (ObservedTags?.Count ?? 0) + Credential.MaxBytes];
        int written = Frame.WritePacket(body, NameField, Encoding.UTF8.GetBytes(Name));
        written += Frame.WritePacket(body.AsSpan(written), KindField, [(byte)Kind]);
        if (ObservedTags is { Count: > 0 } tags)
            written += Frame.WritePacket(body.AsSpan(written), TagsField, [.. tags]);
        written += Frame.WritePacket(body.AsSpan(written), AppField, Encoding.UTF8.GetBytes(Credential.AppId));
        written += Frame.WritePacket(body.AsSpan(written), AuthField, [(byte)Credential.Kind]);
        written += Frame.WritePacket(body.AsSpan(written), SecretField, Credential.Payload);
        byte[] frame = new byte[Frame.Size(written)];
        int header = Frame.WriteHeader(frame, FrameKind.Handshake, written);
        body.AsSpan(0, written).CopyTo(frame.AsSpan(header));
        return frame;
    }

    /// <param name="body">Value of the frame's node; its fields may come in any order.</param>
    /// <exception cref="FrameException">A packet reaches beyond the node, the name is none for people's eyes, the kind of client is unknown, or the dialect is not YoMo 1.5 or 1.6.</exception>
    internal static HandshakeFrame Parse(ReadOnlySpan<byte> body)
    {
        string name = "", app = "";
        byte kind = 0, auth = 0;
        byte[]? tags = null;
        byte[] secret = [];
        int offset = 0;
        ReadOnlySpan<byte> rest = body;
        while (!rest.IsEmpty)
        {
            byte field = Frame.TakePacket(ref rest, ref offset, out int start, out int length);
            ReadOnlySpan<byte> value = body.Slice(start, length);
            switch (field)
            {
                case NameField:
                    name = Text(value, "name");
                    break;
                case AppField:
                    app = Text(value, "app id");
                    break;
                case KindField when length == 1:
                    kind = value[0];
                    break;
                case AuthField when length == 1:
                    auth = value[0];
                    break;
                case AuthField:
                    throw new FrameException("the credential is one of YoMo 1.7 or later; this zipper speaks 1.6");
                case TagsField:
                    tags = Tags(value);
                    break;
                case SecretField:
                    secret = value.ToArray();
                    break;
            }
        }
        if (name.Length > LongestName || name.Any(char.IsControl))
            throw new FrameException($"the name of a client has at most {LongestName} characters, none of them a control character");
        if (!Enum.IsDefined((ClientKind)kind))
            throw new FrameException($"0x{kind:X2} is no kind of client");
        if (!Enum.IsDefined((CredentialKind)auth))
            throw new FrameException($"{auth} is no kind of credential");
        return new HandshakeFrame(name, (ClientKind)kind, tags, Credential.FromWire((CredentialKind)auth, app, secret));
    }

    private static byte[] Tags(ReadOnlySpan<byte> value)
    {
        foreach (byte tag in value)
        {
            if (tag > DataFrame.MaxTag)
                throw new FrameException($"the observed tag 0x{tag:X2} is above 0x{DataFrame.MaxTag:X2}");
        }
        return value.ToArray();
    }

    private static string Text(ReadOnlySpan<byte> value, string what)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(value);
        }
        catch (ArgumentException)
        {
            throw new FrameException($"the {what} of a client is no UTF-8");
        }
    }
}
