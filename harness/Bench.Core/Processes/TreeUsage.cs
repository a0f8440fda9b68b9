namespace Bench.Core;

/// <summary>What a process and its descendants have used.</summary>
/// <param name="User">Nanoseconds, in steps of 10 ms.</param>
/// <param name="Sys">Nanoseconds, in steps of 10 ms.</param>
/// <param name="ResidentBytes">Now; pages that several of them share count several times.</param>
public readonly record struct TreeUsage(long User, long Sys, long ResidentBytes);
