namespace Bench.Streaming;

/// <summary>A file of certificates that were accepted once: a line each, <c>HOST:PORT FINGERPRINT</c>.</summary>
public sealed class KnownServers(string file)
{
    private const string FileName = "known-zippers";
    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(5);
    private const int Attempts = 400;

    public static KnownServers Default { get; } = new(Path.Combine(DevelopmentCertificate.DefaultFolder, FileName));

    /// <summary>The fingerprint that is known for an address; where none is, the given one is kept when <paramref name="keep"/> says so.</summary>
    /// <returns>Null when none was known and none was kept.</returns>
    internal string? FingerprintOf(string address, string shown, bool keep)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return Find(address, shown, keep);
            }
            catch (IOException) when (attempt < Attempts)
            {
                // Another process has it open for as long as this takes.
                Thread.Sleep(s_wait);
            }
        }
    }

    /// <summary>For messages.</summary>
    internal string File => file;

    private string? Find(string address, string shown, bool keep)
    {
        using FileStream stream = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is string line)
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [string known, string fingerprint] && known == address)
                return fingerprint;
        }
        if (!keep)
            return null;
        using StreamWriter writer = new(stream);
        writer.WriteLine($"{address} {shown}");
        return shown;
    }
}
