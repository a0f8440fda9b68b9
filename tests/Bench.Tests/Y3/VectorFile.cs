using Bench.Core;

namespace Bench.Tests;

/// <summary>A file of tests/vectors: bytes and what they mean, by where that is known from.</summary>
internal sealed record VectorFile<TVector>
{
    public required string About { get; init; }
    public required VectorGroup<TVector>[] Groups { get; init; }

    internal static VectorFile<TVector> Load(string name) =>
        StrictJson.Load<VectorFile<TVector>>(Path.Combine(Repo.Root, "tests", "vectors", name));

    internal static IEnumerable<TVector> VectorsOf(string name) => Load(name).Groups.SelectMany(static group => group.Vectors);
}

internal sealed record VectorGroup<TVector>
{
    public required string Source { get; init; }

    /// <summary>Of all the group's values.</summary>
    public string? Type { get; init; }

    /// <summary><c>nvarint</c>, <c>pvarint</c>, or <c>both</c> where no integer is in the bytes, or one that is the same in both.</summary>
    public string? Integers { get; init; }

    public required TVector[] Vectors { get; init; }
}

/// <summary>One value, without tag and length.</summary>
internal sealed record ValueVector
{
    public required string Value { get; init; }
    public required string Hex { get; init; }

    /// <summary>False where a reader accepts what no writer writes.</summary>
    public bool Writes { get; init; } = true;
}

internal sealed record PacketVector
{
    public required string Hex { get; init; }
    public bool Writes { get; init; } = true;
    public required PacketTree[] Packets { get; init; }
}

internal sealed record TagVector
{
    public required string Tag { get; init; }
    public required bool Node { get; init; }
    public required bool Slice { get; init; }
    public required int Id { get; init; }
}

internal sealed record ErrorVector
{
    public required string Hex { get; init; }

    /// <summary>Of the reader, when all packets in front of the fault have been gone through, each node's before those that follow it.</summary>
    public required string Status { get; init; }
    public required int Offset { get; init; }

    /// <summary>How many packets stand in front of the fault, those inside nodes counted too.</summary>
    public required int Packets { get; init; }

    public string? Says { get; init; }
}

internal sealed record StreamVector
{
    public required string Hex { get; init; }

    /// <summary>The outermost ones.</summary>
    public required string[] Packets { get; init; }

    /// <summary>By sequence id.</summary>
    public Dictionary<string, string[]> Observed { get; init; } = [];
}
