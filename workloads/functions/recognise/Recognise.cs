using System.Text;
using Bench.Workloads;

namespace Bench.Functions;

/// <summary>Looks for a face in each image. One that cannot be read is answered too: the stream goes on, and whoever sent it is told why.</summary>
internal sealed class Recognise : IStreamFunction
{
    private const byte Image = 0x10, Answer = 0x11;

    private readonly BlazeFace _network = new(EmbeddedAsset.Read("blazeface/blazeface.bin"));
    private readonly float[] _tensor = new float[BlazeFace.Side * BlazeFace.Side * 3];
    private readonly BlazeFaceOutput _output = new();

    public IReadOnlyList<byte> ObservedTags { get; } = [Image];

    public void Handle(byte tag, ReadOnlySpan<byte> data, IReplies replies) => replies.Reply(Answer, Encoding.UTF8.GetBytes(TextOf(data)));

    private string TextOf(ReadOnlySpan<byte> file)
    {
        try
        {
            Picture picture = Picture.Decode(file);
            BlazeFace.FillInput(BoxResize.Resize(picture), _tensor);
            _network.Run(_tensor, _output);
            return Face.Find(_output, picture.Width, picture.Height).ToString();
        }
        catch (InvalidDataException e)
        {
            return $"error {e.Message}";
        }
    }
}
