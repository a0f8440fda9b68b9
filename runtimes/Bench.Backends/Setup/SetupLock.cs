using Bench.Core;

namespace Bench.Backends.Setup;

/// <summary>One set-up of a checkout at a time: a second one waits for the first and then finds little left to do.</summary>
public static class SetupLock
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    /// <param name="onWait">Called once, when somebody else holds the lock.</param>
    /// <returns>Dispose it to let the next one in; the kernel does so too if this process dies.</returns>
    /// <exception cref="UsageException">The other one does not come to an end, or .tools cannot be written.</exception>
    public static async Task<IDisposable> TakeAsync(RepoLayout layout, TimeProvider time, Action onWait, CancellationToken ct)
    {
        string file = Path.Combine(layout.LocalTools, "setup.lock");
        long begin = time.GetTimestamp();
        for (bool waiting = false; ; waiting = true)
        {
            try
            {
                Directory.CreateDirectory(layout.LocalTools);
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new UsageException($"set-up cannot write to {layout.LocalTools}: {e.Message}", e);
            }
            catch (IOException e) when (File.Exists(file))
            {
                if (time.GetElapsedTime(begin) > s_patience)
                    throw new UsageException($"another set-up of this checkout has not ended for {s_patience.TotalMinutes:0} minutes ({e.Message})", e);
            }
            if (!waiting)
                onWait();
            await Task.Delay(s_pause, time, ct);
        }
    }
}
