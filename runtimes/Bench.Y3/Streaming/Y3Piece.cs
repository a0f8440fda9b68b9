namespace Bench.Y3;

/// <summary>A part of an observed value, handed on before the rest has come. An empty value is one empty piece.</summary>
/// <param name="TotalLength">Bytes of the whole value.</param>
/// <param name="Offset">Where in the value the piece begins.</param>
/// <param name="Memory">Lent until the next piece is asked for.</param>
public readonly record struct Y3Piece(Y3Tag Tag, int TotalLength, int Offset, ReadOnlyMemory<byte> Memory)
{
    public bool IsLast => Offset + Memory.Length == TotalLength;
}
