using Receptive.Kernels.Gemm;
using Xunit;

namespace Receptive.Kernels.Tests.Gemm;

public sealed unsafe class MatMulTests
{
    public static TheoryData<bool, bool> Transposes => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    /// <summary>All remainders of every register block, depths around the depth block, against double precision.</summary>
    [Theory]
    [MemberData(nameof(Transposes))]
    public void Product(bool transposeA, bool transposeB)
    {
        var random = new Random(1);
        int[] depths = [1, 2, 3, 17, 64, 255, 256, 257, 600];
        for (int i = 0; i < 160; i++)
        {
            int m = i < 60 ? i + 1 : random.Next(1, 230), n = i < 60 ? random.Next(1, 80) : i < 120 ? i - 59 : random.Next(1, 200), k = depths[random.Next(depths.Length)];
            if (i % 40 == 39)
                (m, n, k) = (96 * 8 + random.Next(1, 20), random.Next(1, 40), random.Next(1, 40));
            bool useBias = random.Next(2) == 0, relu = random.Next(2) == 0;
            using Native a = Native.Random((long)m * k, random), b = Native.Random((long)k * n, random), bias = Native.Random(n, random);
            float[] actual = Levels.SameBits(() =>
            {
                var product = MatMul.Create(n, transposeA, transposeB, relu);
                using Native c = new((long)m * n), prepared = new(product.PreparedLength(k)), scratch = new(product.WorkerScratch);
                for (int chunk = 0; chunk < product.PrepareChunks(k); chunk++)
                    product.Prepare(k, chunk, b.Pointer, useBias ? bias.Pointer : null, prepared.Pointer);
                for (int chunk = 0; chunk < product.Chunks(m); chunk++)
                    product.Run(m, k, chunk, a.Pointer, prepared.Pointer, c.Pointer, scratch.Pointer);
                return c.Span.ToArray();
            });
            double[] expected = new double[m * n];
            for (int row = 0; row < m; row++)
            {
                for (int column = 0; column < n; column++)
                {
                    double sum = useBias ? bias.Pointer[column] : 0;
                    for (int d = 0; d < k; d++)
                        sum += (double)a.Pointer[transposeA ? d * m + row : row * k + d] * b.Pointer[transposeB ? column * k + d : d * n + column];
                    expected[row * n + column] = relu ? Math.Max(sum, 0) : sum;
                }
            }
            Largest.Close(expected, actual, 3e-6, $"{m} x {n} x {k}, bias {useBias}, relu {relu}");
        }
    }
}
