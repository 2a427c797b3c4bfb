using System.Runtime.CompilerServices;

namespace Receptive.Kernels.Pooling;

/// <summary>The comparison that every max pooling kernel makes, so that fused and separate pooling agree on NaN and on ties.</summary>
internal static class Largest
{
    /// <summary>
    /// Takes <paramref name="value"/> where it is above <paramref name="best"/>, and its cell with it. The first of equals stays,
    /// and so does the first NaN: a NaN is the largest of all, as in TensorFlow.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Take<TSimd, TVector>(TVector value, TVector cell, ref TVector best, ref TVector code)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        // Not "best >= value" also holds where value is NaN; a best that is NaN stays.
        TVector keep = TSimd.Or(TSimd.GreaterOrEqual(best, value), TSimd.Xor(TSimd.Equal(best, best), TSimd.BroadcastBits(uint.MaxValue)));
        best = TSimd.Select(keep, best, value);
        code = TSimd.Select(keep, code, cell);
    }
}
