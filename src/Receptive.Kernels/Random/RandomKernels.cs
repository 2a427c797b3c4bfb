using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels;

/// <summary>Random numbers of a graph: a pure function of seed, step, stream and element.</summary>
public static unsafe class RandomKernels
{
    /// <summary>
    /// How elements map to counters: a block of 64 elements takes 16 counters, and element 16 w + l of the block is word
    /// w of counter l. So a register of up to 16 lanes mixes neighbouring counters and stores neighbouring elements.
    /// </summary>
    private const int BlockElements = 64;

    private const int BlockCounters = 16;

    /// <summary>Writes uniform numbers in [0, 1), multiples of 2^-24, for elements first, first + 1, ... of a stream.</summary>
    /// <param name="y">Where the numbers go.</param>
    /// <param name="first">The index of the first element within the stream, below 2^34.</param>
    /// <param name="count">How many numbers.</param>
    /// <param name="seed">The key.</param>
    /// <param name="step">The number of the training step.</param>
    /// <param name="stream">Tells the random ops of a step apart.</param>
    public static void Uniform(float* y, long first, int count, ulong seed, long step, int stream)
    {
        switch (Simd.Level)
        {
            case SimdLevel.Vector512: Uniform<Simd512, Vector512<float>>(y, first, count, seed, step, stream); break;
            case SimdLevel.Vector256: Uniform<Simd256, Vector256<float>>(y, first, count, seed, step, stream); break;
            case SimdLevel.Vector128: Uniform<Simd128, Vector128<float>>(y, first, count, seed, step, stream); break;
            default: Uniform<SimdScalar, float>(y, first, count, seed, step, stream); break;
        }
    }

    private static void Uniform<TSimd, TVector>(float* y, long first, int count, ulong seed, long step, int stream)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float* partial = stackalloc float[BlockElements];
        while (count > 0)
        {
            long block = first / BlockElements;
            int offset = (int)(first % BlockElements);
            int taken = Math.Min(BlockElements - offset, count);
            if (taken == BlockElements)
            {
                int blocks = count / BlockElements;
                Blocks<TSimd, TVector>(y, (uint)block, blocks, seed, step, stream);
                taken = blocks * BlockElements;
            }
            else
            {
                Blocks<TSimd, TVector>(partial, (uint)block, 1, seed, step, stream);
                Buffer.MemoryCopy(partial + offset, y, taken * sizeof(float), taken * sizeof(float));
            }
            y += taken;
            first += taken;
            count -= taken;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocks<TSimd, TVector>(float* y, uint firstBlock, int blocks, ulong seed, long step, int stream)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (int block = 0; block < blocks; block++)
        {
            for (int lane = 0; lane < BlockCounters; lane += TSimd.Width)
            {
                uint counter = unchecked((firstBlock + (uint)block) * BlockCounters + (uint)lane);
                TVector c0 = TSimd.AddBits(TSimd.BroadcastBits(counter), TSimd.LaneIndexBits);
                TVector c1 = TSimd.BroadcastBits((uint)stream);
                TVector c2 = TSimd.BroadcastBits((uint)step);
                TVector c3 = TSimd.BroadcastBits((uint)(step >> 32));
                Philox.Mix<TSimd, TVector>(ref c0, ref c1, ref c2, ref c3, seed);
                float* destination = y + lane;
                TSimd.Store(ToUnit<TSimd, TVector>(c0), destination);
                TSimd.Store(ToUnit<TSimd, TVector>(c1), destination + BlockCounters);
                TSimd.Store(ToUnit<TSimd, TVector>(c2), destination + (2 * BlockCounters));
                TSimd.Store(ToUnit<TSimd, TVector>(c3), destination + (3 * BlockCounters));
            }
            y += BlockElements;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ToUnit<TSimd, TVector>(TVector bits)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.Multiply(TSimd.FromIntBits(TSimd.ShiftRightLogical(bits, 8)), TSimd.Broadcast(1f / 16777216f));
}
