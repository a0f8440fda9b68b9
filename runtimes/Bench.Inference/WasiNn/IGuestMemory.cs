namespace Bench.Inference;

/// <summary>The linear memory of the guest that calls.</summary>
public interface IGuestMemory
{
    /// <param name="bytes">Valid until the guest goes on.</param>
    /// <returns>False when any of the bytes lies outside of the memory.</returns>
    bool TryMemory(uint address, uint length, out Span<byte> bytes);
}
