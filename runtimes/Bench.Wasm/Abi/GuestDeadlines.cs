using System.Diagnostics;

namespace Bench.Wasm;

/// <summary>Stops guests whose time is over. A call itself only notes when that will be, which costs nothing worth measuring.</summary>
internal static class GuestDeadlines
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);
    private static readonly Lock s_gate = new();
    private static readonly HashSet<YoMoGuest> s_guests = [];
    private static readonly ManualResetEventSlim s_any = new();
    private static Thread? s_thread;

    internal static void Add(YoMoGuest guest)
    {
        lock (s_gate)
        {
            s_guests.Add(guest);
            s_any.Set();
            if (s_thread is not null)
                return;
            // Not the thread pool's: all of its threads may be inside of guests.
            s_thread = new Thread(Watch) { IsBackground = true, Name = "deadlines of guests" };
            s_thread.Start();
        }
    }

    internal static void Remove(YoMoGuest guest)
    {
        lock (s_gate)
        {
            s_guests.Remove(guest);
            if (s_guests.Count == 0)
                s_any.Reset();
        }
    }

    private static void Watch()
    {
        while (true)
        {
            s_any.Wait();
            lock (s_gate)
            {
                long now = Stopwatch.GetTimestamp();
                foreach (YoMoGuest guest in s_guests)
                    if (guest.DeadlineAt is long end and not 0 && now > end)
                        guest.Stop();
            }
            Thread.Sleep(s_look);
        }
    }
}
