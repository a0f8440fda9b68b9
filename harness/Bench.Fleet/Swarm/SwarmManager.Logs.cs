using System.Diagnostics;
using System.Runtime.CompilerServices;
using Bench.Backends.Docker;

namespace Bench.Fleet;

public sealed partial class SwarmManager
{
    /// <summary>How long an engine that answered once may be away while its log is followed, for example because it is started anew.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Without following, bytes come at once; only for a node that has just been lost the manager waits, for some 20 s.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250), s_longestPause = TimeSpan.FromSeconds(10);

    /// <summary>What the containers of a job have said, from the beginning, node by node in its order.</summary>
    /// <param name="follow">
    /// Whether to wait for more. Then it ends only with the service or the caller: read once more without following after the last
    /// task has ended, because a line may take longer than the news of the end.
    /// </param>
    /// <remarks>
    /// While following, everything may come again from the beginning: after the connection to the manager or a node was lost and found.
    /// The reader has to know what it has, and to bear with a line that was torn there.
    /// </remarks>
    public async IAsyncEnumerable<ServiceLogLine> LogsAsync(string serviceId, bool follow, [EnumeratorCancellation] CancellationToken ct)
    {
        ServiceLogReader? reader = null;
        bool connected = false;
        long troubleSince = 0;
        TimeSpan pause = s_firstPause;
        try
        {
            while (true)
            {
                IReadOnlyList<ServiceLogLine>? lines = null;
                try
                {
                    reader ??= await OpenLogAsync(serviceId, follow, ct);
                    connected = true;
                    lines = await reader.ReadAsync(follow ? Timeout.InfiniteTimeSpan : s_silence, ct);
                }
                catch (DockerException e) when (connected && e.IsNotFound)
                {
                    yield break;
                }
                catch (DockerException e) when (follow && connected && MayPass(e) && (troubleSince == 0 || Stopwatch.GetElapsedTime(troubleSince) < s_patience))
                {
                    // Asked again below, from the beginning.
                }
                if (lines is { Count: > 0 })
                {
                    (troubleSince, pause) = (0, s_firstPause);
                    foreach (ServiceLogLine line in lines)
                        yield return line;
                }
                if (lines is not null)
                    continue;
                if (!follow)
                    yield break;
                reader?.Dispose();
                reader = null;
                if (troubleSince == 0)
                    troubleSince = Stopwatch.GetTimestamp();
                await Task.Delay(pause, ct);
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
            }
        }
        finally
        {
            reader?.Dispose();
        }
    }

    /// <summary>An engine that starts anew is not there, and then for a while no manager yet.</summary>
    private static bool MayPass(DockerException e) => e.Status is 0 or >= 500;

    private async Task<ServiceLogReader> OpenLogAsync(string serviceId, bool follow, CancellationToken ct) => new(
        _transport, await _transport.OpenAsync(HttpMethod.Get, $"/services/{Escape(serviceId)}/logs?details=1&stdout=1&stderr=1{(follow ? "&follow=1" : "")}", s_request, ct));
}
