using System.Security.Cryptography;
using System.Text;
using Bench.Streaming;
using Bench.Streams;
using Bench.Workloads;

namespace Bench.Cli;

/// <summary>Images that pass a sink, each once, with the answers to them: joined by the transaction that both have.</summary>
internal sealed class PictureBook(byte imageTag)
{
    /// <summary>Kept, and waiting for an answer.</summary>
    private const int Most = 64;

    /// <summary>Pixels of the longer side.</summary>
    private const int Side = 320;

    private readonly Dictionary<string, byte[]> _waiting = [];
    private readonly List<StreamPicture> _pictures = [];
    private readonly HashSet<string> _seen = [];

    internal byte ImageTag => imageTag;

    /// <summary>Takes an image, or the answer to one that came before.</summary>
    internal void Take(FunctionCall call)
    {
        if (_pictures.Count == Most)
            return;
        string transaction = Encoding.UTF8.GetString(call.Transaction.Span);
        if (call.Tag == imageTag)
        {
            if (_waiting.Count < Most && _seen.Add(Convert.ToHexString(SHA256.HashData(call.Data.Span))))
                _waiting[transaction] = call.Data.ToArray();
        }
        else if (_waiting.Remove(transaction, out byte[]? image) && Thumbnail(image) is byte[] small)
            _pictures.Add(new StreamPicture(small, Encoding.UTF8.GetString(call.Data.Span)));
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    internal void Save(string file) => StreamPicture.Save(file, _pictures);

    /// <returns>Null for what is no image.</returns>
    private static byte[]? Thumbnail(byte[] image)
    {
        try
        {
            Picture picture = Picture.Decode(image);
            return Png.Encode(Shrunk(picture, (Math.Max(picture.Width, picture.Height) + Side - 1) / Side));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Each pixel the mean of a square; what is left over at the right and below is cut off.</summary>
    private static Picture Shrunk(Picture from, int by)
    {
        Picture to = new(Math.Max(1, from.Width / by), Math.Max(1, from.Height / by));
        int across = Math.Min(by, from.Width), down = Math.Min(by, from.Height);
        for (int y = 0; y < to.Height; y++)
            for (int x = 0; x < to.Width; x++)
                for (int channel = 0; channel < 3; channel++)
                {
                    int sum = 0;
                    for (int dy = 0; dy < down; dy++)
                        for (int dx = 0; dx < across; dx++)
                            sum += from.Rgb[((((y * by) + dy) * from.Width) + (x * by) + dx) * 3 + channel];
                    to.Rgb[(((y * to.Width) + x) * 3) + channel] = (byte)(sum / (across * down));
                }
        return to;
    }
}
