using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Receptive.Kernels;

/// <summary>The vector widths a kernel is compiled for.</summary>
public enum SimdLevel
{
    /// <summary>One float at a time; the reference every wider path equals bit for bit.</summary>
    Scalar,

    /// <summary>128-bit vectors: SSE or Arm's AdvSimd.</summary>
    Vector128,

    /// <summary>256-bit vectors: AVX2 with FMA.</summary>
    Vector256,

    /// <summary>512-bit vectors: AVX-512F.</summary>
    Vector512,
}

/// <summary>Which SIMD level this process uses. Every level gives the same bits, so the choice is about speed alone.</summary>
public static class Simd
{
    /// <summary>The widest level the machine and the runtime's switches (DOTNET_EnableAVX512, ...) allow.</summary>
    public static SimdLevel Widest { get; } =
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported && Avx512BW.IsSupported ? SimdLevel.Vector512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported && Avx2.IsSupported ? SimdLevel.Vector256
        : Vector128.IsHardwareAccelerated ? SimdLevel.Vector128
        : SimdLevel.Scalar;

    /// <summary>The level kernels dispatch on. Tests set it to run every path in one process.</summary>
    public static SimdLevel Level { get; internal set; } = Widest;
}
