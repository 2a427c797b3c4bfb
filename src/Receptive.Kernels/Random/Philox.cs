using System.Runtime.CompilerServices;

namespace Receptive.Kernels;

/// <summary>
/// Philox4x32-10, a counter-based generator: a keyed mixing of a 128-bit counter to four 32-bit words. No state is
/// carried from one number to the next, so any element of any stream is computed by itself, on any thread.
/// </summary>
/// <remarks>
/// J. Salmon, M. Moraes, R. Dror, D. Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC'11). TensorFlow's and
/// PyTorch's generator too. The key is the seed. The counter is, from its lowest word: the number of the block within
/// the stream; the stream (which op); the step, in two words.
/// </remarks>
internal static unsafe class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint KeyStep0 = 0x9E3779B9;
    private const uint KeyStep1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>Mixes one counter a lane, in place; the key is the same for all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mix<TSimd, TVector>(ref TVector c0, ref TVector c1, ref TVector c2, ref TVector c3, ulong key)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        uint key0 = (uint)key;
        uint key1 = (uint)(key >> 32);
        TVector multiplier0 = TSimd.BroadcastBits(Multiplier0);
        TVector multiplier1 = TSimd.BroadcastBits(Multiplier1);
        for (int round = 0; round < Rounds; round++)
        {
            TVector high0 = TSimd.MultiplyHighBits(c0, multiplier0);
            TVector low0 = TSimd.MultiplyBits(c0, multiplier0);
            TVector high1 = TSimd.MultiplyHighBits(c2, multiplier1);
            TVector low1 = TSimd.MultiplyBits(c2, multiplier1);
            c0 = TSimd.Xor(TSimd.Xor(high1, c1), TSimd.BroadcastBits(key0));
            c1 = low1;
            c2 = TSimd.Xor(TSimd.Xor(high0, c3), TSimd.BroadcastBits(key1));
            c3 = low0;
            key0 = unchecked(key0 + KeyStep0);
            key1 = unchecked(key1 + KeyStep1);
        }
    }
}
