using System.Runtime.CompilerServices;

namespace Receptive.Kernels.Gemm;

/// <summary>
/// Products C = A^T * B where consecutive rows of C read consecutive elements of A (weight gradients: rows are input
/// channels, the summed dimension is pixels or tiles).
/// </summary>
/// <remarks>
/// The same register block as <see cref="GemmRows{TSimd, TVector}"/>; only the addresses differ: the broadcasts of one k
/// sit side by side, and each k steps by a stride. C usually accumulates over calls, so blocks never overlap.
/// </remarks>
internal static unsafe class GemmColumns<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    public static void Run(in GemmOperands g, int rows, float* a, float* b, float* start, float* c)
    {
        int row = 0;
        while (row < rows)
        {
            int left = rows - row;
            float* sr = start + row * g.StartStride;
            float* cr = c + row * g.CStride;
            if (left >= 12 && TSimd.Width == 16)
            {
                Columns12(g, a + row, b, sr, cr);
                row += 12;
            }
            else if (left >= 8 && TSimd.Width == 16)
            {
                Columns8(g, a + row, b, sr, cr);
                row += 8;
            }
            else if (left >= 6 && left != 8 && TSimd.Width != 16)
            {
                Columns6(g, a + row, b, sr, cr);
                row += 6;
            }
            else if (left >= 4)
            {
                Columns4(g, a + row, b, sr, cr);
                row += 4;
            }
            else if (left >= 3)
            {
                Columns3(g, a + row, b, sr, cr);
                row += 3;
            }
            else
            {
                Columns1(g, a + row, b, sr, cr);
                row++;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns12(in GemmOperands g, float* a, float* b, float* start, float* c)
    {
        int length = g.Length;
        nint aStep = g.AStride;
        nint bStep = g.BStride;
        TVector x0 = TSimd.Load(start), y0 = TSimd.Load(start + TSimd.Width);
        TVector x1 = TSimd.Load(start + 1 * g.StartStride), y1 = TSimd.Load(start + 1 * g.StartStride + TSimd.Width);
        TVector x2 = TSimd.Load(start + 2 * g.StartStride), y2 = TSimd.Load(start + 2 * g.StartStride + TSimd.Width);
        TVector x3 = TSimd.Load(start + 3 * g.StartStride), y3 = TSimd.Load(start + 3 * g.StartStride + TSimd.Width);
        TVector x4 = TSimd.Load(start + 4 * g.StartStride), y4 = TSimd.Load(start + 4 * g.StartStride + TSimd.Width);
        TVector x5 = TSimd.Load(start + 5 * g.StartStride), y5 = TSimd.Load(start + 5 * g.StartStride + TSimd.Width);
        TVector x6 = TSimd.Load(start + 6 * g.StartStride), y6 = TSimd.Load(start + 6 * g.StartStride + TSimd.Width);
        TVector x7 = TSimd.Load(start + 7 * g.StartStride), y7 = TSimd.Load(start + 7 * g.StartStride + TSimd.Width);
        TVector x8 = TSimd.Load(start + 8 * g.StartStride), y8 = TSimd.Load(start + 8 * g.StartStride + TSimd.Width);
        TVector x9 = TSimd.Load(start + 9 * g.StartStride), y9 = TSimd.Load(start + 9 * g.StartStride + TSimd.Width);
        TVector x10 = TSimd.Load(start + 10 * g.StartStride), y10 = TSimd.Load(start + 10 * g.StartStride + TSimd.Width);
        TVector x11 = TSimd.Load(start + 11 * g.StartStride), y11 = TSimd.Load(start + 11 * g.StartStride + TSimd.Width);
        for (int outer = 0; outer < g.OuterRuns; outer++)
        {
            float* p = a + outer * g.OuterStride;
            float* q = b + outer * g.BOuterStride;
            for (int k = 0; k < length; k++)
            {
                TVector b0 = TSimd.Load(q), b1 = TSimd.Load(q + TSimd.Width);
                TVector v0 = TSimd.Broadcast(p[0]);
                x0 = TSimd.Fma(v0, b0, x0);
                y0 = TSimd.Fma(v0, b1, y0);
                TVector v1 = TSimd.Broadcast(p[1]);
                x1 = TSimd.Fma(v1, b0, x1);
                y1 = TSimd.Fma(v1, b1, y1);
                TVector v2 = TSimd.Broadcast(p[2]);
                x2 = TSimd.Fma(v2, b0, x2);
                y2 = TSimd.Fma(v2, b1, y2);
                TVector v3 = TSimd.Broadcast(p[3]);
                x3 = TSimd.Fma(v3, b0, x3);
                y3 = TSimd.Fma(v3, b1, y3);
                TVector v4 = TSimd.Broadcast(p[4]);
                x4 = TSimd.Fma(v4, b0, x4);
                y4 = TSimd.Fma(v4, b1, y4);
                TVector v5 = TSimd.Broadcast(p[5]);
                x5 = TSimd.Fma(v5, b0, x5);
                y5 = TSimd.Fma(v5, b1, y5);
                TVector v6 = TSimd.Broadcast(p[6]);
                x6 = TSimd.Fma(v6, b0, x6);
                y6 = TSimd.Fma(v6, b1, y6);
                TVector v7 = TSimd.Broadcast(p[7]);
                x7 = TSimd.Fma(v7, b0, x7);
                y7 = TSimd.Fma(v7, b1, y7);
                TVector v8 = TSimd.Broadcast(p[8]);
                x8 = TSimd.Fma(v8, b0, x8);
                y8 = TSimd.Fma(v8, b1, y8);
                TVector v9 = TSimd.Broadcast(p[9]);
                x9 = TSimd.Fma(v9, b0, x9);
                y9 = TSimd.Fma(v9, b1, y9);
                TVector v10 = TSimd.Broadcast(p[10]);
                x10 = TSimd.Fma(v10, b0, x10);
                y10 = TSimd.Fma(v10, b1, y10);
                TVector v11 = TSimd.Broadcast(p[11]);
                x11 = TSimd.Fma(v11, b0, x11);
                y11 = TSimd.Fma(v11, b1, y11);
                p += aStep;
                q += bStep;
            }
        }
        if (g.Relu)
        {
            x0 = MathFunctions.Relu<TSimd, TVector>(x0);
            y0 = MathFunctions.Relu<TSimd, TVector>(y0);
            x1 = MathFunctions.Relu<TSimd, TVector>(x1);
            y1 = MathFunctions.Relu<TSimd, TVector>(y1);
            x2 = MathFunctions.Relu<TSimd, TVector>(x2);
            y2 = MathFunctions.Relu<TSimd, TVector>(y2);
            x3 = MathFunctions.Relu<TSimd, TVector>(x3);
            y3 = MathFunctions.Relu<TSimd, TVector>(y3);
            x4 = MathFunctions.Relu<TSimd, TVector>(x4);
            y4 = MathFunctions.Relu<TSimd, TVector>(y4);
            x5 = MathFunctions.Relu<TSimd, TVector>(x5);
            y5 = MathFunctions.Relu<TSimd, TVector>(y5);
            x6 = MathFunctions.Relu<TSimd, TVector>(x6);
            y6 = MathFunctions.Relu<TSimd, TVector>(y6);
            x7 = MathFunctions.Relu<TSimd, TVector>(x7);
            y7 = MathFunctions.Relu<TSimd, TVector>(y7);
            x8 = MathFunctions.Relu<TSimd, TVector>(x8);
            y8 = MathFunctions.Relu<TSimd, TVector>(y8);
            x9 = MathFunctions.Relu<TSimd, TVector>(x9);
            y9 = MathFunctions.Relu<TSimd, TVector>(y9);
            x10 = MathFunctions.Relu<TSimd, TVector>(x10);
            y10 = MathFunctions.Relu<TSimd, TVector>(y10);
            x11 = MathFunctions.Relu<TSimd, TVector>(x11);
            y11 = MathFunctions.Relu<TSimd, TVector>(y11);
        }
        TSimd.Store(x0, c);
        TSimd.Store(y0, c + TSimd.Width);
        TSimd.Store(x1, c + 1 * g.CStride);
        TSimd.Store(y1, c + 1 * g.CStride + TSimd.Width);
        TSimd.Store(x2, c + 2 * g.CStride);
        TSimd.Store(y2, c + 2 * g.CStride + TSimd.Width);
        TSimd.Store(x3, c + 3 * g.CStride);
        TSimd.Store(y3, c + 3 * g.CStride + TSimd.Width);
        TSimd.Store(x4, c + 4 * g.CStride);
        TSimd.Store(y4, c + 4 * g.CStride + TSimd.Width);
        TSimd.Store(x5, c + 5 * g.CStride);
        TSimd.Store(y5, c + 5 * g.CStride + TSimd.Width);
        TSimd.Store(x6, c + 6 * g.CStride);
        TSimd.Store(y6, c + 6 * g.CStride + TSimd.Width);
        TSimd.Store(x7, c + 7 * g.CStride);
        TSimd.Store(y7, c + 7 * g.CStride + TSimd.Width);
        TSimd.Store(x8, c + 8 * g.CStride);
        TSimd.Store(y8, c + 8 * g.CStride + TSimd.Width);
        TSimd.Store(x9, c + 9 * g.CStride);
        TSimd.Store(y9, c + 9 * g.CStride + TSimd.Width);
        TSimd.Store(x10, c + 10 * g.CStride);
        TSimd.Store(y10, c + 10 * g.CStride + TSimd.Width);
        TSimd.Store(x11, c + 11 * g.CStride);
        TSimd.Store(y11, c + 11 * g.CStride + TSimd.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns8(in GemmOperands g, float* a, float* b, float* start, float* c)
    {
        int length = g.Length;
        nint aStep = g.AStride;
        nint bStep = g.BStride;
        TVector x0 = TSimd.Load(start), y0 = TSimd.Load(start + TSimd.Width);
        TVector x1 = TSimd.Load(start + 1 * g.StartStride), y1 = TSimd.Load(start + 1 * g.StartStride + TSimd.Width);
        TVector x2 = TSimd.Load(start + 2 * g.StartStride), y2 = TSimd.Load(start + 2 * g.StartStride + TSimd.Width);
        TVector x3 = TSimd.Load(start + 3 * g.StartStride), y3 = TSimd.Load(start + 3 * g.StartStride + TSimd.Width);
        TVector x4 = TSimd.Load(start + 4 * g.StartStride), y4 = TSimd.Load(start + 4 * g.StartStride + TSimd.Width);
        TVector x5 = TSimd.Load(start + 5 * g.StartStride), y5 = TSimd.Load(start + 5 * g.StartStride + TSimd.Width);
        TVector x6 = TSimd.Load(start + 6 * g.StartStride), y6 = TSimd.Load(start + 6 * g.StartStride + TSimd.Width);
        TVector x7 = TSimd.Load(start + 7 * g.StartStride), y7 = TSimd.Load(start + 7 * g.StartStride + TSimd.Width);
        for (int outer = 0; outer < g.OuterRuns; outer++)
        {
            float* p = a + outer * g.OuterStride;
            float* q = b + outer * g.BOuterStride;
            for (int k = 0; k < length; k++)
            {
                TVector b0 = TSimd.Load(q), b1 = TSimd.Load(q + TSimd.Width);
                TVector v0 = TSimd.Broadcast(p[0]);
                x0 = TSimd.Fma(v0, b0, x0);
                y0 = TSimd.Fma(v0, b1, y0);
                TVector v1 = TSimd.Broadcast(p[1]);
                x1 = TSimd.Fma(v1, b0, x1);
                y1 = TSimd.Fma(v1, b1, y1);
                TVector v2 = TSimd.Broadcast(p[2]);
                x2 = TSimd.Fma(v2, b0, x2);
                y2 = TSimd.Fma(v2, b1, y2);
                TVector v3 = TSimd.Broadcast(p[3]);
                x3 = TSimd.Fma(v3, b0, x3);
                y3 = TSimd.Fma(v3, b1, y3);
                TVector v4 = TSimd.Broadcast(p[4]);
                x4 = TSimd.Fma(v4, b0, x4);
                y4 = TSimd.Fma(v4, b1, y4);
                TVector v5 = TSimd.Broadcast(p[5]);
                x5 = TSimd.Fma(v5, b0, x5);
                y5 = TSimd.Fma(v5, b1, y5);
                TVector v6 = TSimd.Broadcast(p[6]);
                x6 = TSimd.Fma(v6, b0, x6);
                y6 = TSimd.Fma(v6, b1, y6);
                TVector v7 = TSimd.Broadcast(p[7]);
                x7 = TSimd.Fma(v7, b0, x7);
                y7 = TSimd.Fma(v7, b1, y7);
                p += aStep;
                q += bStep;
            }
        }
        if (g.Relu)
        {
            x0 = MathFunctions.Relu<TSimd, TVector>(x0);
            y0 = MathFunctions.Relu<TSimd, TVector>(y0);
            x1 = MathFunctions.Relu<TSimd, TVector>(x1);
            y1 = MathFunctions.Relu<TSimd, TVector>(y1);
            x2 = MathFunctions.Relu<TSimd, TVector>(x2);
            y2 = MathFunctions.Relu<TSimd, TVector>(y2);
            x3 = MathFunctions.Relu<TSimd, TVector>(x3);
            y3 = MathFunctions.Relu<TSimd, TVector>(y3);
            x4 = MathFunctions.Relu<TSimd, TVector>(x4);
            y4 = MathFunctions.Relu<TSimd, TVector>(y4);
            x5 = MathFunctions.Relu<TSimd, TVector>(x5);
            y5 = MathFunctions.Relu<TSimd, TVector>(y5);
            x6 = MathFunctions.Relu<TSimd, TVector>(x6);
            y6 = MathFunctions.Relu<TSimd, TVector>(y6);
            x7 = MathFunctions.Relu<TSimd, TVector>(x7);
            y7 = MathFunctions.Relu<TSimd, TVector>(y7);
        }
        TSimd.Store(x0, c);
        TSimd.Store(y0, c + TSimd.Width);
        TSimd.Store(x1, c + 1 * g.CStride);
        TSimd.Store(y1, c + 1 * g.CStride + TSimd.Width);
        TSimd.Store(x2, c + 2 * g.CStride);
        TSimd.Store(y2, c + 2 * g.CStride + TSimd.Width);
        TSimd.Store(x3, c + 3 * g.CStride);
        TSimd.Store(y3, c + 3 * g.CStride + TSimd.Width);
        TSimd.Store(x4, c + 4 * g.CStride);
        TSimd.Store(y4, c + 4 * g.CStride + TSimd.Width);
        TSimd.Store(x5, c + 5 * g.CStride);
        TSimd.Store(y5, c + 5 * g.CStride + TSimd.Width);
        TSimd.Store(x6, c + 6 * g.CStride);
        TSimd.Store(y6, c + 6 * g.CStride + TSimd.Width);
        TSimd.Store(x7, c + 7 * g.CStride);
        TSimd.Store(y7, c + 7 * g.CStride + TSimd.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns6(in GemmOperands g, float* a, float* b, float* start, float* c)
    {
        int length = g.Length;
        nint aStep = g.AStride;
        nint bStep = g.BStride;
        TVector x0 = TSimd.Load(start), y0 = TSimd.Load(start + TSimd.Width);
        TVector x1 = TSimd.Load(start + 1 * g.StartStride), y1 = TSimd.Load(start + 1 * g.StartStride + TSimd.Width);
        TVector x2 = TSimd.Load(start + 2 * g.StartStride), y2 = TSimd.Load(start + 2 * g.StartStride + TSimd.Width);
        TVector x3 = TSimd.Load(start + 3 * g.StartStride), y3 = TSimd.Load(start + 3 * g.StartStride + TSimd.Width);
        TVector x4 = TSimd.Load(start + 4 * g.StartStride), y4 = TSimd.Load(start + 4 * g.StartStride + TSimd.Width);
        TVector x5 = TSimd.Load(start + 5 * g.StartStride), y5 = TSimd.Load(start + 5 * g.StartStride + TSimd.Width);
        for (int outer = 0; outer < g.OuterRuns; outer++)
        {
            float* p = a + outer * g.OuterStride;
            float* q = b + outer * g.BOuterStride;
            for (int k = 0; k < length; k++)
            {
                TVector b0 = TSimd.Load(q), b1 = TSimd.Load(q + TSimd.Width);
                TVector v0 = TSimd.Broadcast(p[0]);
                x0 = TSimd.Fma(v0, b0, x0);
                y0 = TSimd.Fma(v0, b1, y0);
                TVector v1 = TSimd.Broadcast(p[1]);
                x1 = TSimd.Fma(v1, b0, x1);
                y1 = TSimd.Fma(v1, b1, y1);
                TVector v2 = TSimd.Broadcast(p[2]);
                x2 = TSimd.Fma(v2, b0, x2);
                y2 = TSimd.Fma(v2, b1, y2);
                TVector v3 = TSimd.Broadcast(p[3]);
                x3 = TSimd.Fma(v3, b0, x3);
                y3 = TSimd.Fma(v3, b1, y3);
                TVector v4 = TSimd.Broadcast(p[4]);
                x4 = TSimd.Fma(v4, b0, x4);
                y4 = TSimd.Fma(v4, b1, y4);
                TVector v5 = TSimd.Broadcast(p[5]);
                x5 = TSimd.Fma(v5, b0, x5);
                y5 = TSimd.Fma(v5, b1, y5);
                p += aStep;
                q += bStep;
            }
        }
        if (g.Relu)
        {
            x0 = MathFunctions.Relu<TSimd, TVector>(x0);
            y0 = MathFunctions.Relu<TSimd, TVector>(y0);
            x1 = MathFunctions.Relu<TSimd, TVector>(x1);
            y1 = MathFunctions.Relu<TSimd, TVector>(y1);
            x2 = MathFunctions.Relu<TSimd, TVector>(x2);
            y2 = MathFunctions.Relu<TSimd, TVector>(y2);
            x3 = MathFunctions.Relu<TSimd, TVector>(x3);
            y3 = MathFunctions.Relu<TSimd, TVector>(y3);
            x4 = MathFunctions.Relu<TSimd, TVector>(x4);
            y4 = MathFunctions.Relu<TSimd, TVector>(y4);
            x5 = MathFunctions.Relu<TSimd, TVector>(x5);
            y5 = MathFunctions.Relu<TSimd, TVector>(y5);
        }
        TSimd.Store(x0, c);
        TSimd.Store(y0, c + TSimd.Width);
        TSimd.Store(x1, c + 1 * g.CStride);
        TSimd.Store(y1, c + 1 * g.CStride + TSimd.Width);
        TSimd.Store(x2, c + 2 * g.CStride);
        TSimd.Store(y2, c + 2 * g.CStride + TSimd.Width);
        TSimd.Store(x3, c + 3 * g.CStride);
        TSimd.Store(y3, c + 3 * g.CStride + TSimd.Width);
        TSimd.Store(x4, c + 4 * g.CStride);
        TSimd.Store(y4, c + 4 * g.CStride + TSimd.Width);
        TSimd.Store(x5, c + 5 * g.CStride);
        TSimd.Store(y5, c + 5 * g.CStride + TSimd.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns4(in GemmOperands g, float* a, float* b, float* start, float* c)
    {
        int length = g.Length;
        nint aStep = g.AStride;
        nint bStep = g.BStride;
        TVector x0 = TSimd.Load(start), y0 = TSimd.Load(start + TSimd.Width);
        TVector x1 = TSimd.Load(start + 1 * g.StartStride), y1 = TSimd.Load(start + 1 * g.StartStride + TSimd.Width);
        TVector x2 = TSimd.Load(start + 2 * g.StartStride), y2 = TSimd.Load(start + 2 * g.StartStride + TSimd.Width);
        TVector x3 = TSimd.Load(start + 3 * g.StartStride), y3 = TSimd.Load(start + 3 * g.StartStride + TSimd.Width);
        for (int outer = 0; outer < g.OuterRuns; outer++)
        {
            float* p = a + outer * g.OuterStride;
            float* q = b + outer * g.BOuterStride;
            for (int k = 0; k < length; k++)
            {
                TVector b0 = TSimd.Load(q), b1 = TSimd.Load(q + TSimd.Width);
                TVector v0 = TSimd.Broadcast(p[0]);
                x0 = TSimd.Fma(v0, b0, x0);
                y0 = TSimd.Fma(v0, b1, y0);
                TVector v1 = TSimd.Broadcast(p[1]);
                x1 = TSimd.Fma(v1, b0, x1);
                y1 = TSimd.Fma(v1, b1, y1);
                TVector v2 = TSimd.Broadcast(p[2]);
                x2 = TSimd.Fma(v2, b0, x2);
                y2 = TSimd.Fma(v2, b1, y2);
                TVector v3 = TSimd.Broadcast(p[3]);
                x3 = TSimd.Fma(v3, b0, x3);
                y3 = TSimd.Fma(v3, b1, y3);
                p += aStep;
                q += bStep;
            }
        }
        if (g.Relu)
        {
            x0 = MathFunctions.Relu<TSimd, TVector>(x0);
            y0 = MathFunctions.Relu<TSimd, TVector>(y0);
            x1 = MathFunctions.Relu<TSimd, TVector>(x1);
            y1 = MathFunctions.Relu<TSimd, TVector>(y1);
            x2 = MathFunctions.Relu<TSimd, TVector>(x2);
            y2 = MathFunctions.Relu<TSimd, TVector>(y2);
            x3 = MathFunctions.Relu<TSimd, TVector>(x3);
            y3 = MathFunctions.Relu<TSimd, TVector>(y3);
        }
        TSimd.Store(x0, c);
        TSimd.Store(y0, c + TSimd.Width);
        TSimd.Store(x1, c + 1 * g.CStride);
        TSimd.Store(y1, c + 1 * g.CStride + TSimd.Width);
        TSimd.Store(x2, c + 2 * g.CStride);
        TSimd.Store(y2, c + 2 * g.CStride + TSimd.Width);
        TSimd.Store(x3, c + 3 * g.CStride);
        TSimd.Store(y3, c + 3 * g.CStride + TSimd.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns3(in GemmOperands g, float* a, float* b, float* start, float* c)
    {
        int length = g.Length;
        nint aStep = g.AStride;
        nint bStep = g.BStride;
        TVector x0 = TSimd.Load(start), y0 = TSimd.Load(start + TSimd.Width);
        TVector x1 = TSimd.Load(start + 1 * g.StartStride), y1 = TSimd.Load(start + 1 * g.StartStride + TSimd.Width);
        TVector x2 = TSimd.Load(start + 2 * g.StartStride), y2 = TSimd.Load(start + 2 * g.StartStride + TSimd.Width);
        for (int outer = 0; outer < g.OuterRuns; outer++)
        {
            float* p = a + outer * g.OuterStride;
            float* q = b + outer * g.BOuterStride;
            for (int k = 0; k < length; k++)
            {
                TVector b0 = TSimd.Load(q), b1 = TSimd.Load(q + TSimd.Width);
                TVector v0 = TSimd.Broadcast(p[0]);
                x0 = TSimd.Fma(v0, b0, x0);
                y0 = TSimd.Fma(v0, b1, y0);
                TVector v1 = TSimd.Broadcast(p[1]);
                x1 = TSimd.Fma(v1, b0, x1);
                y1 = TSimd.Fma(v1, b1, y1);
                TVector v2 = TSimd.Broadcast(p[2]);
                x2 = TSimd.Fma(v2, b0, x2);
                y2 = TSimd.Fma(v2, b1, y2);
                p += aStep;
                q += bStep;
            }
        }
        if (g.Relu)
        {
            x0 = MathFunctions.Relu<TSimd, TVector>(x0);
            y0 = MathFunctions.Relu<TSimd, TVector>(y0);
            x1 = MathFunctions.Relu<TSimd, TVector>(x1);
            y1 = MathFunctions.Relu<TSimd, TVector>(y1);
            x2 = MathFunctions.Relu<TSimd, TVector>(x2);
            y2 = MathFunctions.Relu<TSimd, TVector>(y2);
        }
        TSimd.Store(x0, c);
        TSimd.Store(y0, c + TSimd.Width);
        TSimd.Store(x1, c + 1 * g.CStride);
        TSimd.Store(y1, c + 1 * g.CStride + TSimd.Width);
        TSimd.Store(x2, c + 2 * g.CStride);
        TSimd.Store(y2, c + 2 * g.CStride + TSimd.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns1(in GemmOperands g, float* a, float* b, float* start, float* c)
    {
        int length = g.Length;
        nint aStep = g.AStride;
        nint bStep = g.BStride;
        TVector x0 = TSimd.Load(start), y0 = TSimd.Load(start + TSimd.Width);
        for (int outer = 0; outer < g.OuterRuns; outer++)
        {
            float* p = a + outer * g.OuterStride;
            float* q = b + outer * g.BOuterStride;
            for (int k = 0; k < length; k++)
            {
                TVector b0 = TSimd.Load(q), b1 = TSimd.Load(q + TSimd.Width);
                TVector v0 = TSimd.Broadcast(p[0]);
                x0 = TSimd.Fma(v0, b0, x0);
                y0 = TSimd.Fma(v0, b1, y0);
                p += aStep;
                q += bStep;
            }
        }
        if (g.Relu)
        {
            x0 = MathFunctions.Relu<TSimd, TVector>(x0);
            y0 = MathFunctions.Relu<TSimd, TVector>(y0);
        }
        TSimd.Store(x0, c);
        TSimd.Store(y0, c + TSimd.Width);
    }
}
