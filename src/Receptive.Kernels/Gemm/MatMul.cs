using System.Runtime.Intrinsics;

namespace Receptive.Kernels.Gemm;

/// <summary>
/// Matrix product <c>C[m, n] = sum over k of A[m, k] * B[k, n]</c>, row-major, either operand stored transposed if asked, with
/// an optional bias a column and ReLU.
/// </summary>
/// <remarks>
/// Chunks are blocks of rows times groups of column panels. A chunk packs each panel of B (and, where A is transposed, its
/// block of A) a block of k at a time into scratch, because rows of the originals lie a large power of two apart and would
/// fall into the same cache sets. A product of one to three rows reads B where it is: packing would cost more than the sums.
/// </remarks>
public abstract unsafe class MatMul
{
    private protected MatMul(int n, int k, bool transposeA, bool transposeB, bool relu)
    {
        N = n;
        K = k;
        TransposeA = transposeA;
        TransposeB = transposeB;
        Relu = relu;
    }

    public static MatMul Create(int n, int k, bool transposeA, bool transposeB, bool relu = false) => Simd.Level switch
    {
        SimdLevel.Vector512 => new MatMul<Simd512, Vector512<float>>(n, k, transposeA, transposeB, relu),
        SimdLevel.Vector256 => new MatMul<Simd256, Vector256<float>>(n, k, transposeA, transposeB, relu),
        SimdLevel.Vector128 => new MatMul<Simd128, Vector128<float>>(n, k, transposeA, transposeB, relu),
        _ => new MatMul<SimdScalar, float>(n, k, transposeA, transposeB, relu),
    };

    public abstract long WorkerScratch { get; }

    private protected int N { get; }

    /// <summary>The summed dimension; where it is the batch (<c>A^T B</c> of a dense layer's gradient) the caller gives it at run time.</summary>
    private protected int K { get; }

    private protected bool TransposeA { get; }

    private protected bool TransposeB { get; }

    private protected bool Relu { get; }

    public abstract int Chunks(int m);

    /// <summary>
    /// Computes one chunk of the product of A (m x k, or k x m if transposed) and B (k x n, or n x k). <paramref name="k"/> is at
    /// most anything when A is transposed, else the k given at creation.
    /// </summary>
    public abstract void Run(int m, int k, int chunk, float* a, float* b, float* bias, float* c, float* scratch);
}

internal sealed unsafe class MatMul<TSimd, TVector>(int n, int k, bool transposeA, bool transposeB, bool relu) : MatMul(n, k, transposeA, transposeB, relu)
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    /// <summary>Block of the summed dimension: a panel of B of this height (32 kB) fits the first-level cache.</summary>
    private const int DepthBlock = 256;

    /// <summary>Rows of a chunk: whole register blocks of every width.</summary>
    private const int RowBlock = 96;

    /// <summary>Up to this many rows, B is read in place.</summary>
    private const int FewRows = 3;

    /// <summary>With this many blocks of rows there are chunks enough without cutting the columns too.</summary>
    private const int EnoughRowBlocks = 8;

    private readonly int _panel = 2 * TSimd.Width;

    public override long WorkerScratch => (long)DepthBlock * _panel + DepthBlock * RowBlock + RowBlock * _panel + 2 * _panel;

    private int Panels => (N + _panel - 1) / _panel;

    public override int Chunks(int m)
    {
        int rowBlocks = (m + RowBlock - 1) / RowBlock;
        return rowBlocks >= EnoughRowBlocks ? rowBlocks : rowBlocks * Panels;
    }

    public override void Run(int m, int k, int chunk, float* a, float* b, float* bias, float* c, float* scratch)
    {
        int rowBlocks = (m + RowBlock - 1) / RowBlock;
        bool allPanels = rowBlocks >= EnoughRowBlocks;
        int firstRow = (allPanels ? chunk : chunk / Panels) * RowBlock, rows = Math.Min(RowBlock, m - firstRow);
        int firstPanel = allPanels ? 0 : chunk % Panels, endPanel = allPanels ? Panels : firstPanel + 1;
        float* packedB = scratch, packedA = packedB + (long)DepthBlock * _panel, tile = packedA + DepthBlock * RowBlock, start = tile + RowBlock * _panel;

        for (int depth = 0; depth == 0 || depth < k; depth += DepthBlock)
        {
            int length = Math.Min(DepthBlock, k - depth);
            bool last = depth + length >= k;
            if (TransposeA)
                PackA(a + (long)depth * m + firstRow, m, length, rows, packedA);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int column = panel * _panel, valid = Math.Min(_panel, N - column);
                bool whole = valid == _panel;
                float* panelB = packedB;
                nint panelStride = _panel;
                if (rows <= FewRows && whole && !TransposeB)
                {
                    panelB = b + (long)depth * N + column;
                    panelStride = N;
                }
                else
                {
                    PackB(b, depth, length, k, column, valid, packedB);
                }
                float* to = whole ? c + (long)firstRow * N + column : tile;
                int toStride = whole ? N : _panel;
                float* from = to;
                if (depth == 0)
                {
                    for (int i = 0; i < _panel; i++)
                        start[i] = bias != null && i < valid ? bias[column + i] : 0;
                    from = start;
                }
                else if (!whole)
                {
                    CopyColumns(c + (long)firstRow * N + column, N, tile, _panel, rows, valid);
                }
                var operands = new GemmOperands
                {
                    AStride = TransposeA ? RowBlock : k,
                    BStride = panelStride,
                    CStride = toStride,
                    StartStride = depth == 0 ? 0 : toStride,
                    Length = length,
                    Relu = Relu && last,
                };
                if (TransposeA)
                    GemmColumns<TSimd, TVector>.Run(operands, rows, packedA, panelB, from, to);
                else
                    GemmRows<TSimd, TVector>.Run(operands, rows, a + (long)firstRow * k + depth, panelB, from, to);
                if (!whole)
                    CopyColumns(tile, _panel, c + (long)firstRow * N + column, N, rows, valid);
            }
        }
    }

    private static void PackA(float* a, int stride, int length, int rows, float* packed)
    {
        for (int i = 0; i < length; i++)
            new ReadOnlySpan<float>(a + (long)i * stride, rows).CopyTo(new Span<float>(packed + i * RowBlock, rows));
    }

    private void PackB(float* b, int depth, int length, int k, int column, int valid, float* packed)
    {
        if (valid < _panel)
            new Span<float>(packed, length * _panel).Clear();
        if (!TransposeB)
        {
            for (int i = 0; i < length; i++)
                new ReadOnlySpan<float>(b + (long)(depth + i) * N + column, valid).CopyTo(new Span<float>(packed + i * _panel, valid));
            return;
        }
        for (int j = 0; j < valid; j++)
        {
            float* source = b + (long)(column + j) * k + depth;
            float* target = packed + j;
            for (int i = 0; i < length; i++)
                target[i * _panel] = source[i];
        }
    }

    private static void CopyColumns(float* from, long fromStride, float* to, long toStride, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<float>(from + row * fromStride, columns).CopyTo(new Span<float>(to + row * toStride, columns));
    }
}
