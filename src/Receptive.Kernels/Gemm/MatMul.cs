using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels.Gemm;

/// <summary>
/// Matrix product <c>C[m, n] = sum over k of A[m, k] * B[k, n]</c>, row-major, either operand stored transposed if asked, with
/// an optional bias a column and ReLU.
/// </summary>
/// <remarks>
/// B is first packed into panels of two vectors of columns (<see cref="Prepare"/>): rows of the originals often lie a large power
/// of two apart and would fall into the same cache sets. Then chunks of rows run over all panels, a block of k at a time;
/// a chunk packs its block of A for the same reason. With few rows the panels are cut into chunks as well.
/// </remarks>
public abstract unsafe class MatMul
{
    private protected MatMul(int n, bool transposeA, bool transposeB, bool relu)
    {
        N = n;
        TransposeA = transposeA;
        TransposeB = transposeB;
        Relu = relu;
    }

    /// <param name="n">Columns of the product.</param>
    /// <param name="transposeA">Whether A is stored as [k, m].</param>
    /// <param name="transposeB">Whether B is stored as [n, k].</param>
    /// <param name="relu">Whether max(0, x) is applied to the result.</param>
    public static MatMul Create(int n, bool transposeA, bool transposeB, bool relu = false) => Simd.Level switch
    {
        SimdLevel.Vector512 => new MatMul<Simd512, Vector512<float>>(n, transposeA, transposeB, relu),
        SimdLevel.Vector256 => new MatMul<Simd256, Vector256<float>>(n, transposeA, transposeB, relu),
        SimdLevel.Vector128 => new MatMul<Simd128, Vector128<float>>(n, transposeA, transposeB, relu),
        _ => new MatMul<SimdScalar, float>(n, transposeA, transposeB, relu),
    };

    /// <summary>Floats of scratch every worker needs in <see cref="Run"/>.</summary>
    public abstract long WorkerScratch { get; }

    private protected int N { get; }

    private protected bool TransposeA { get; }

    private protected bool TransposeB { get; }

    private protected bool Relu { get; }

    /// <summary>Floats that <see cref="Prepare"/> writes for a summed dimension of <paramref name="k"/>.</summary>
    public abstract long PreparedLength(long k);

    public abstract int PrepareChunks(int k);

    /// <summary>Packs a part of B and the bias (may be null).</summary>
    public abstract void Prepare(int k, int chunk, float* b, float* bias, float* prepared);

    public abstract int Chunks(int m);

    /// <summary>Computes one chunk of the product of A (m x k, or k x m if transposed) and the prepared B.</summary>
    public abstract void Run(int m, int k, int chunk, float* a, float* prepared, float* c, float* scratch);
}

internal sealed unsafe class MatMul<TSimd, TVector>(int n, bool transposeA, bool transposeB, bool relu) : MatMul(n, transposeA, transposeB, relu)
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    /// <summary>Block of the summed dimension: a panel of B of this height (32 kB at most) fits the first-level cache.</summary>
    private const int DepthBlock = 256;

    /// <summary>Distance of packed rows of A: not a power of two, so that twelve rows spread over the cache's sets.</summary>
    private const int PackedRow = DepthBlock + 16;

    /// <summary>Rows of a chunk: whole register blocks (12 or 6 rows); more rows use a panel of B longer.</summary>
    private const int RowUnit = 12, MostRows = 96;

    /// <summary>Chunks that a product should at least be cut into.</summary>
    private const int EnoughChunks = 16;

    /// <summary>With this many blocks of rows the columns need not be cut.</summary>
    private const int EnoughRowBlocks = 8;

    private readonly int _panel = 2 * TSimd.Width;

    public override long WorkerScratch => MostRows * PackedRow + MostRows * _panel;

    private int Panels => (N + _panel - 1) / _panel;

    public override long PreparedLength(long k) => checked((long)Panels * _panel * (k + 1));

    public override int PrepareChunks(int k) => checked(Panels * ((k + DepthBlock - 1) / DepthBlock));

    public override void Prepare(int k, int chunk, float* b, float* bias, float* prepared)
    {
        int panel = chunk % Panels, depth = chunk / Panels * DepthBlock, length = Math.Min(DepthBlock, k - depth);
        int column = panel * _panel, valid = Math.Min(_panel, N - column);
        float* packed = prepared + ((long)panel * k + depth) * _panel;
        if (valid < _panel)
            new Span<float>(packed, length * _panel).Clear();
        if (TransposeB)
        {
            PackTransposed(b + (long)column * k + depth, k, valid, length, packed);
        }
        else
        {
            Scratch.CopyRows(b + (long)depth * N + column, N, packed, _panel, length, valid);
        }
        if (depth > 0)
            return;
        float* start = prepared + (long)Panels * _panel * k + column;
        for (int i = 0; i < _panel; i++)
            start[i] = bias != null && i < valid ? bias[column + i] : 0;
    }

    public override int Chunks(int m) => checked(RowBlocks(m) * PanelGroups(m));

    public override void Run(int m, int k, int chunk, float* a, float* prepared, float* c, float* scratch)
    {
        int rowBlock = RowBlock(m), groups = PanelGroups(m);
        int firstRow = chunk / groups * rowBlock, rows = Math.Min(rowBlock, m - firstRow);
        int firstPanel = chunk % groups, endPanel = groups == 1 ? Panels : firstPanel + 1;
        bool pack = TransposeA || endPanel - firstPanel > 1;
        float* packed = scratch, tile = packed + MostRows * PackedRow;
        float* starts = prepared + (long)Panels * _panel * k;
        for (int depth = 0; depth == 0 || depth < k; depth += DepthBlock)
        {
            int length = Math.Min(DepthBlock, k - depth);
            float* block = a + (long)firstRow * k + depth;
            if (TransposeA)
                Scratch.CopyRows(a + (long)depth * m + firstRow, m, packed, MostRows, length, rows);
            else if (pack)
                Scratch.CopyRows(block, k, packed, PackedRow, rows, length);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                int column = panel * _panel, valid = Math.Min(_panel, N - column);
                bool whole = valid == _panel;
                float* result = c + (long)firstRow * N + column;
                float* to = whole ? result : tile;
                int toStride = whole ? N : _panel;
                if (depth > 0 && !whole)
                    Scratch.CopyRows(result, N, tile, _panel, rows, valid);
                var operands = new GemmOperands
                {
                    AStride = TransposeA ? MostRows : pack ? PackedRow : k,
                    BStride = _panel,
                    CStride = toStride,
                    StartStride = depth == 0 ? 0 : toStride,
                    Length = length,
                    Relu = Relu && depth + length >= k,
                };
                float* start = depth == 0 ? starts + column : to;
                float* b = prepared + ((long)panel * k + depth) * _panel;
                if (TransposeA)
                    GemmColumns<TSimd, TVector>.Run(operands, rows, packed, b, start, to);
                else
                    GemmRows<TSimd, TVector>.Run(operands, rows, pack ? packed : block, b, start, to);
                if (!whole)
                    Scratch.CopyRows(tile, _panel, result, N, rows, valid);
            }
        }
    }

    private static int RowBlock(int m)
    {
        int rows = (m + EnoughChunks - 1) / EnoughChunks;
        return Math.Clamp((rows + RowUnit - 1) / RowUnit * RowUnit, RowUnit, MostRows);
    }

    private static int RowBlocks(int m) => (m + RowBlock(m) - 1) / RowBlock(m);

    private int PanelGroups(int m) => RowBlocks(m) >= EnoughRowBlocks ? 1 : Panels;

    /// <summary>Rows of the source become columns of the panel, four by four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackTransposed(float* source, long stride, int rows, int length, float* packed)
    {
        int row = 0;
        for (; row <= rows - 4; row += 4)
        {
            float* r0 = source + row * stride, r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride;
            float* to = packed + row;
            int i = 0;
            for (; i <= length - 4; i += 4)
            {
                Vector128<float> a = Vector128.Load(r0 + i), b = Vector128.Load(r1 + i), c = Vector128.Load(r2 + i), d = Vector128.Load(r3 + i);
                Vector128<float> ab = UnpackLow(a, b), cd = UnpackLow(c, d), abHigh = UnpackHigh(a, b), cdHigh = UnpackHigh(c, d);
                Pair(ab.GetLower(), cd.GetLower()).Store(to + (long)i * _panel);
                Pair(ab.GetUpper(), cd.GetUpper()).Store(to + (long)(i + 1) * _panel);
                Pair(abHigh.GetLower(), cdHigh.GetLower()).Store(to + (long)(i + 2) * _panel);
                Pair(abHigh.GetUpper(), cdHigh.GetUpper()).Store(to + (long)(i + 3) * _panel);
            }
            for (; i < length; i++)
            {
                float* t = to + (long)i * _panel;
                t[0] = r0[i];
                t[1] = r1[i];
                t[2] = r2[i];
                t[3] = r3[i];
            }
        }
        for (; row < rows; row++)
        {
            for (int i = 0; i < length; i++)
                packed[(long)i * _panel + row] = source[row * stride + i];
        }

        static Vector128<float> UnpackLow(Vector128<float> a, Vector128<float> b) =>
            Vector128.ConditionalSelect(Vector128.Create(-1, 0, -1, 0).AsSingle(), Vector128.Shuffle(a, Vector128.Create(0, 0, 1, 1)), Vector128.Shuffle(b, Vector128.Create(0, 0, 1, 1)));
        static Vector128<float> UnpackHigh(Vector128<float> a, Vector128<float> b) =>
            Vector128.ConditionalSelect(Vector128.Create(-1, 0, -1, 0).AsSingle(), Vector128.Shuffle(a, Vector128.Create(2, 2, 3, 3)), Vector128.Shuffle(b, Vector128.Create(2, 2, 3, 3)));
        static Vector128<float> Pair(Vector64<float> low, Vector64<float> high) => Vector128.Create(low, high);
    }
}
