using System.Security.Cryptography;
using Bench.Core;

namespace Bench.Fleet;

/// <summary>Sends a run's file to the caller as it grows.</summary>
/// <param name="log">Takes everything that the channel could not bring to its end.</param>
/// <param name="sendsRows">Whether the rows themselves are sent; where the caller reads the folder only the digest is.</param>
internal sealed class RowSender(MemberSettings settings, string folder, IResultChannel channel, LogChannel log, bool sendsRows = true)
{
    private static readonly TimeSpan s_confirm = TimeSpan.FromSeconds(5);
    private const int MostRepeats = 3;

    private long _sent;
    private int _connections = channel.Connections;

    /// <summary>How far the caller is known to be.</summary>
    private long SurelySent => Math.Min(_sent, channel.Received ?? 0);

    /// <summary>Sends what has been written since; what does not leave now does with the next.</summary>
    internal async Task SendAsync(CancellationToken ct)
    {
        if (!sendsRows)
            return;
        if (channel.Connections != _connections)
        {
            _connections = channel.Connections;
            _sent = SurelySent;
        }
        _sent = await SendAsync(channel, _sent, ct);
    }

    /// <summary>What is there when the sender begins is at the caller already.</summary>
    internal void SkipWhatIsThere() => _sent = new FileInfo(RunFolder.RunFile(folder)).Length;

    /// <summary>Sends the rest and the digest, by the log if need be.</summary>
    internal async Task EndAsync(int exitCode, CancellationToken ct)
    {
        FleetLine.Ended end = EndOf(exitCode);
        if (channel == log)
            await SendAsync(ct);
        else if (!await HasArrivedAsync(end, ct) && sendsRows)
            await SendAsync(log, 0, ct);
        // Whatever the channel confirmed: a caller that dies right afterwards leaves the rows to the next one, but not the word that they are all.
        await log.SendAsync(end, ct);
    }

    /// <summary>Puts into the log what the caller is not known to have, because nobody will send it later.</summary>
    internal async Task KeepAsync(CancellationToken ct)
    {
        if (sendsRows && File.Exists(RunFolder.RunFile(folder)))
            await SendAsync(log, channel == log ? _sent : SurelySent, ct);
    }

    private async Task<bool> HasArrivedAsync(FleetLine.Ended end, CancellationToken ct)
    {
        for (int i = 0; i < MostRepeats; i++)
        {
            await SendAsync(ct);
            if (await channel.SendAsync(end, ct) && await channel.ConfirmedAsync(s_confirm, ct))
                return true;
            _sent = SurelySent;
        }
        return false;
    }

    private async Task<long> SendAsync(IResultChannel to, long from, CancellationToken ct)
    {
        await using FileStream file = new(RunFolder.RunFile(folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = from;
        byte[] piece = new byte[FleetLine.MostBytes];
        while (true)
        {
            int read = await file.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, ct);
            if (read == 0 || !await to.SendAsync(new FleetLine.Rows(settings.Node, settings.Attempt, from, piece.AsMemory(0, read)), ct))
                return from;
            from += read;
        }
    }

    private FleetLine.Ended EndOf(int exitCode)
    {
        using FileStream file = new(RunFolder.RunFile(folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        string digest = Convert.ToHexStringLower(SHA256.HashData(file));
        return new FleetLine.Ended(settings.Node, settings.Attempt, file.Length, digest, exitCode);
    }
}
