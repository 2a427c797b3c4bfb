namespace Receptive.Kernels.Gemm;

/// <summary>
/// Strides, in floats, of one register-blocked product. The summed dimension is <see cref="OuterRuns"/> times
/// <see cref="InnerRuns"/> runs of <see cref="Length"/> elements: a matrix product has one run; a convolution has one run
/// a kernel row (or a kernel tap), because only there is its input contiguous.
/// </summary>
internal readonly struct GemmOperands
{
    public GemmOperands()
    {
    }

    /// <summary>Rows: from one row of A to the next. Columns: from one k to the next.</summary>
    public nint AStride { get; init; }

    /// <summary>From one k of the panel of B to the next.</summary>
    public nint BStride { get; init; }

    /// <summary>From one row of C to the next.</summary>
    public nint CStride { get; init; }

    /// <summary>From one row of the starting values to the next: 0 starts every row from the same vector (zeros, or a bias).</summary>
    public nint StartStride { get; init; }

    public int OuterRuns { get; init; } = 1;

    public nint OuterStride { get; init; }

    /// <summary>Columns only: from one outer run of B to the next.</summary>
    public nint BOuterStride { get; init; }

    public int InnerRuns { get; init; } = 1;

    public nint InnerStride { get; init; }

    public int Length { get; init; }

    /// <summary>Whether max(0, x) is applied before the store.</summary>
    public bool Relu { get; init; }
}
