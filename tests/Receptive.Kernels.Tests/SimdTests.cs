using System.Runtime.Intrinsics;
using Xunit;

namespace Receptive.Kernels.Tests;

/// <summary>The operations of a register that have a special case for some instruction set.</summary>
public sealed unsafe class SimdTests
{
    [Fact]
    public void The_high_half_of_a_product_is_that_of_64_bits()
    {
        var random = new Random(1);
        for (int round = 0; round < 100; round++)
        {
            uint[] a = [.. Enumerable.Range(0, 16).Select(_ => (uint)random.NextInt64(1L << 32))];
            uint[] b = [.. Enumerable.Range(0, 16).Select(_ => (uint)random.NextInt64(1L << 32))];
            a[0] = uint.MaxValue;
            b[0] = uint.MaxValue;
            uint[] expected = [.. a.Zip(b, (x, y) => (uint)(((ulong)x * y) >> 32))];
            Assert.Equal(expected, HighHalves<SimdScalar, float>(a, b));
            Assert.Equal(expected, HighHalves<Simd128, Vector128<float>>(a, b));
            Assert.Equal(expected, HighHalves<Simd256, Vector256<float>>(a, b));
            Assert.Equal(expected, HighHalves<Simd512, Vector512<float>>(a, b));
        }
    }

    [Fact]
    public void Parts_of_registers_leave_the_rest_alone()
    {
        CheckParts<Simd128, Vector128<float>>();
        CheckParts<Simd256, Vector256<float>>();
        CheckParts<Simd512, Vector512<float>>();
    }

    private static void CheckParts<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int width = TSimd.Width;
        for (int count = 0; count < width; count++)
        {
            float[] x = [.. Enumerable.Range(1, width).Select(i => (float)i)];
            float[] loaded = new float[width];
            float[] stored = new float[width];
            stored.AsSpan().Fill(-1f);
            fixed (float* px = x, pl = loaded, ps = stored)
            {
                TSimd.Store(TSimd.LoadFirst(px, count), pl);
                TSimd.StoreFirst(TSimd.Load(px), ps, count);
            }
            for (int i = 0; i < width; i++)
            {
                Assert.Equal(i < count ? x[i] : 0f, loaded[i]);
                Assert.Equal(i < count ? x[i] : -1f, stored[i]);
            }
        }
    }

    private static uint[] HighHalves<TSimd, TVector>(uint[] a, uint[] b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        uint[] result = new uint[a.Length];
        fixed (uint* pa = a, pb = b, pr = result)
        {
            for (int i = 0; i < a.Length; i += TSimd.Width)
                TSimd.Store(TSimd.MultiplyHighBits(TSimd.Load((float*)pa + i), TSimd.Load((float*)pb + i)), (float*)pr + i);
        }
        return result;
    }
}
