namespace Bench.Backends.Setup;

/// <summary>What to do about a failed installation, by what the package manager said.</summary>
public static class SetupAdvice
{
    private static readonly (string[] Signs, string Advice)[] s_known =
    [
        (["Could not get lock", "Unable to acquire the dpkg frontend lock"], "another package manager is at work: wait until it has finished, then run ./bench setup again"),
        (["dpkg was interrupted"], "an earlier installation was cut off: run dpkg --configure -a as root, then ./bench setup again"),
        (["NO_PUBKEY", "is not signed"], "the archive's keys here are too old: install the newest debian-archive-keyring, then run ./bench setup again"),
        (["No space left on device", "You don't have enough free space", "ENOSPC"], "the disk is full: the full set needs about 1.5 GB"),
        (["Could not resolve", "Temporary failure resolving", "Could not connect", "Unable to connect", "ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN"],
            "the package server cannot be reached: check the network and, behind a proxy, http_proxy and https_proxy"),
        (["certificate", "CERT_"], "the server's certificate is not trusted here: install ca-certificates, or name your proxy's certificate in NODE_EXTRA_CA_CERTS"),
        (["Unable to locate package", "has no installation candidate", "E404", "ETARGET"], "the package is not on the server that this machine uses"),
        (["is not the file that is known"], "the package is another release than the known one: nothing of it was kept"),
        (["unmet dependencies", "held broken packages"], "packages that are on hold or from another source stand in the way: see what apt-get install says to it"),
        (["could not be started"], "the program is not on this machine"),
    ];

    private static readonly string[] s_onePackage = ["Unable to locate package", "has no installation candidate", "unmet dependencies", "held broken packages", "E404", "ETARGET", "EBADPLATFORM"];

    /// <summary>Whether the rest may be installed without the package that is complained about.</summary>
    public static bool IsAboutOnePackage(string output) => s_onePackage.Any(sign => output.Contains(sign, StringComparison.Ordinal));

    public static string For(string output) =>
        s_known.FirstOrDefault(known => known.Signs.Any(sign => output.Contains(sign, StringComparison.Ordinal))).Advice
        ?? "artifacts/setup.log has all that the command printed";
}
