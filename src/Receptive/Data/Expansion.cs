namespace Receptive.Data;

/// <summary>
/// Reading what a header claims without believing it: memory is taken as bytes arrive, and compressed data may not
/// unpack to absurd sizes.
/// </summary>
internal static class Expansion
{
    /// <summary>Deflate cannot pack better than 1032 to 1; a claim beyond it is a lie.</summary>
    private const long DeflateLimit = 1032;

    /// <summary>Beyond this size, data that unpacks more than <see cref="SuspiciousRatio"/>-fold is refused as a decompression bomb.</summary>
    private const long SuspiciousBytes = 256L << 20;

    private const long SuspiciousRatio = 200;

    /// <summary>Why <paramref name="claimed"/> bytes cannot, or should not, come out of <paramref name="packed"/> bytes; null if they may.</summary>
    public static string? Objection(long claimed, long packed)
    {
        if (claimed > DeflateLimit * packed + 64)
            return $"claims {claimed:N0} bytes, more than {packed:N0} compressed bytes can hold";
        if (claimed > SuspiciousBytes && claimed > SuspiciousRatio * packed)
            return $"would unpack {packed:N0} bytes to {claimed:N0}, over {SuspiciousRatio}-fold: refused as a decompression bomb";
        return null;
    }

    /// <summary>
    /// Reads <paramref name="claimed"/> bytes, or fewer if the stream ends: the result is as long as what was there.
    /// Takes at most about eight times <paramref name="packed"/> bytes of memory in advance, and then twice what has arrived.
    /// </summary>
    public static byte[] Read(Stream stream, long claimed, long packed)
    {
        long first = Math.Min(claimed, 8 * packed + 4096);
        byte[] buffer = GC.AllocateUninitializedArray<byte>(checked((int)first));
        int filled = 0;
        while (true)
        {
            int n = stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
            filled += n;
            if (filled < buffer.Length || filled == claimed)
                break;
            Array.Resize(ref buffer, checked((int)Math.Min(claimed, 2L * buffer.Length)));
        }
        if (filled < buffer.Length)
            Array.Resize(ref buffer, filled);
        return buffer;
    }
}
