using System.Runtime.CompilerServices;

namespace Receptive.Kernels.Convolution;

/// <summary>
/// The one-dimensional transforms of Winograd's F(4, 3) at the points 0, 1, -1, 2, -2 and infinity (Lavin and Gray 2016,
/// arXiv:1509.09308, section 4.3). A two-dimensional transform applies one to the columns, then to the rows. Lanes are channels.
/// </summary>
/// <remarks>
/// Forward: output tile = A^T [ (G g G^T) * (B^T d B) ] A, where d is a 6x6 patch, g the 3x3 kernel. The gradient with respect to the kernel
/// is the transpose of it: G^T [ sum of (B^T d B) * (A y A^T) ] G, summed in the transformed domain, so that G^T is applied once a step.
/// </remarks>
internal static class WinogradTransforms<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    /// <summary>B^T d: six pixels to six points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(
        TVector d0, TVector d1, TVector d2, TVector d3, TVector d4, TVector d5,
        out TVector t0, out TVector t1, out TVector t2, out TVector t3, out TVector t4, out TVector t5)
    {
        TVector four = TSimd.Broadcast(4), minusFour = TSimd.Broadcast(-4), minusFive = TSimd.Broadcast(-5), two = TSimd.Broadcast(2);
        t0 = TSimd.Fma(minusFive, d2, TSimd.Fma(four, d0, d4));
        TVector even = TSimd.Fma(minusFour, d2, d4), odd = TSimd.Fma(minusFour, d1, d3);
        t1 = TSimd.Add(even, odd);
        t2 = TSimd.Subtract(even, odd);
        even = TSimd.Subtract(d4, d2);
        odd = TSimd.Multiply(two, TSimd.Subtract(d3, d1));
        t3 = TSimd.Add(even, odd);
        t4 = TSimd.Subtract(even, odd);
        t5 = TSimd.Fma(minusFive, d3, TSimd.Fma(four, d1, d5));
    }

    /// <summary>G g: three taps to six points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Kernel(
        TVector g0, TVector g1, TVector g2,
        out TVector t0, out TVector t1, out TVector t2, out TVector t3, out TVector t4, out TVector t5)
    {
        TVector quarter = TSimd.Broadcast(1 / 4f), sixth = TSimd.Broadcast(1 / 6f), minusSixth = TSimd.Broadcast(-1 / 6f);
        TVector twelfth = TSimd.Broadcast(1 / 12f), twentyFourth = TSimd.Broadcast(1 / 24f);
        t0 = TSimd.Multiply(quarter, g0);
        TVector even = TSimd.Add(g0, g2);
        t1 = TSimd.Multiply(minusSixth, TSimd.Add(even, g1));
        t2 = TSimd.Multiply(minusSixth, TSimd.Subtract(even, g1));
        even = TSimd.Fma(sixth, g2, TSimd.Multiply(twentyFourth, g0));
        TVector odd = TSimd.Multiply(twelfth, g1);
        t3 = TSimd.Add(even, odd);
        t4 = TSimd.Subtract(even, odd);
        t5 = g2;
    }

    /// <summary>A^T m: six points to four pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(
        TVector m0, TVector m1, TVector m2, TVector m3, TVector m4, TVector m5,
        out TVector y0, out TVector y1, out TVector y2, out TVector y3)
    {
        TVector sum12 = TSimd.Add(m1, m2), difference12 = TSimd.Subtract(m1, m2);
        TVector sum34 = TSimd.Add(m3, m4), difference34 = TSimd.Subtract(m3, m4);
        y0 = TSimd.Add(TSimd.Add(m0, sum12), sum34);
        y1 = TSimd.Fma(TSimd.Broadcast(2), difference34, difference12);
        y2 = TSimd.Fma(TSimd.Broadcast(4), sum34, sum12);
        y3 = TSimd.Add(TSimd.Fma(TSimd.Broadcast(8), difference34, difference12), m5);
    }

    /// <summary>A y: four pixels of an output's gradient to six points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(
        TVector y0, TVector y1, TVector y2, TVector y3,
        out TVector t0, out TVector t1, out TVector t2, out TVector t3, out TVector t4, out TVector t5)
    {
        t0 = y0;
        TVector even = TSimd.Add(y0, y2), odd = TSimd.Add(y1, y3);
        t1 = TSimd.Add(even, odd);
        t2 = TSimd.Subtract(even, odd);
        even = TSimd.Fma(TSimd.Broadcast(4), y2, y0);
        odd = TSimd.Multiply(TSimd.Broadcast(2), TSimd.Fma(TSimd.Broadcast(4), y3, y1));
        t3 = TSimd.Add(even, odd);
        t4 = TSimd.Subtract(even, odd);
        t5 = y3;
    }

    /// <summary>G^T m: six points to the gradient of three taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void KernelGradient(
        TVector m0, TVector m1, TVector m2, TVector m3, TVector m4, TVector m5,
        out TVector g0, out TVector g1, out TVector g2)
    {
        TVector sixth = TSimd.Broadcast(1 / 6f), minusSixth = TSimd.Broadcast(-1 / 6f);
        TVector sum12 = TSimd.Add(m1, m2), sum34 = TSimd.Add(m3, m4);
        TVector base0 = TSimd.Multiply(minusSixth, sum12);
        g0 = TSimd.Fma(TSimd.Broadcast(1 / 4f), m0, TSimd.Fma(TSimd.Broadcast(1 / 24f), sum34, base0));
        g1 = TSimd.Fma(TSimd.Broadcast(1 / 12f), TSimd.Subtract(m3, m4), TSimd.Multiply(sixth, TSimd.Subtract(m2, m1)));
        g2 = TSimd.Add(TSimd.Fma(sixth, sum34, base0), m5);
    }
}
