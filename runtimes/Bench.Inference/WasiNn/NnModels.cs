namespace Bench.Inference;

/// <summary>Models that guests find by name, shared by all of them: loaded when first asked for.</summary>
public sealed class NnModels : IDisposable
{
    private const int ThreadsPerRun = 1;   // as many guests run at once as there are processors for

    public static readonly NnModels None = new(new Dictionary<string, string>());

    private readonly Dictionary<string, Lazy<OnnxSession>> _sessions;

    /// <param name="files">Name to ONNX file.</param>
    public NnModels(IReadOnlyDictionary<string, string> files) =>
        _sessions = files.ToDictionary(static pair => pair.Key, static pair => new Lazy<OnnxSession>(() => Load(pair.Value)));

    public IReadOnlyCollection<string> Names => _sessions.Keys;

    /// <summary>A model for each folder in <paramref name="folder"/> that holds an ONNX file, under the folder's name.</summary>
    public static NnModels InFoldersOf(string folder) => new(!Directory.Exists(folder)
        ? new Dictionary<string, string>()
        : Directory.EnumerateDirectories(folder)
            .Select(static one => (Name: Path.GetFileName(one), File: Directory.EnumerateFiles(one, "*.onnx").Order(StringComparer.Ordinal).FirstOrDefault()))
            .Where(static one => one.File is not null).ToDictionary(static one => one.Name, static one => one.File!));

    /// <summary>No guest may be using one any more.</summary>
    public void Dispose()
    {
        foreach (Lazy<OnnxSession> session in _sessions.Values.Where(static one => one.IsValueCreated))
            session.Value.Dispose();
    }

    /// <returns>Null when there is no model of that name.</returns>
    /// <exception cref="OnnxException">There is, and it cannot be loaded.</exception>
    internal OnnxSession? Find(string name) => _sessions.GetValueOrDefault(name)?.Value;

    private static OnnxSession Load(string file)
    {
        try
        {
            return OnnxSession.Load(File.ReadAllBytes(file), ThreadsPerRun);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OnnxException($"{Path.GetFileName(file)} cannot be read: {e.Message}");
        }
    }
}
